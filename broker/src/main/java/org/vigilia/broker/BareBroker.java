package org.vigilia.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Artemis as it comes, without security and without us: the limit in measurements. Prints its port and runs on. */
final class BareBroker {

    private BareBroker() {}

    static void run(Path folder) throws Exception {
        EmbeddedBroker.Place place =
                new EmbeddedBroker.Place(folder, new BrokerSettings.Listener("127.0.0.1", 0), null, Map.of());
        try (EmbeddedBroker broker = EmbeddedBroker.start(place, null, null, null)) {
            System.out.println(broker.plainPort());
            new CountDownLatch(1).await();
        }
    }
}
