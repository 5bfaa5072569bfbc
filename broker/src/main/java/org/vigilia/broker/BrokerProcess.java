package org.vigilia.broker;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.FactsSettings;
import org.vigilia.intake.Directory;
import org.vigilia.intake.Gate;
import org.vigilia.intake.Intake;
import org.vigilia.intake.Reception;
import org.vigilia.intake.mapping.Mappings;

/**
 * The whole process: store, directory, intake and the broker in front. The doors open only when all devices were read
 * from the store once: a device that is refused because we do not know it yet may not come back for long.
 */
public final class BrokerProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerProcess.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final String POOL = "3";

    private final FactStore store;
    private final Directory directory;
    private final Intake intake;
    private final HealthPage page;
    private final Doorman doorman;
    private final EmbeddedBroker broker;
    private final Followers followers;
    private final @Nullable ExternalBroker external;

    private BrokerProcess(BrokerSettings settings, FactsSettings facts) throws Exception {
        Mappings mappings = Mappings.of(settings.mappings());
        Files.createDirectories(settings.directory());
        store = FactStore.open(facts);
        directory = Directory.follow(store);
        intake = new Intake(store.observations(), store.deadLetters(), settings.queue());
        page = new HealthPage(settings.httpPort(), intake, directory);
        doorman = new Doorman(directory);
        followers = new Followers(store.observations());
        try {
            while (!directory.awaitLoaded(LOOK_AGAIN)) {
                LOG.atDebug().log("waiting for the list of devices");
            }
            Gate gate = new Gate(directory, settings.limits(), Clock.systemUTC());
            Reception reception = new Reception(mappings, gate, intake.figures(), "mqtt");
            broker = open(settings, reception);
            followers.start(broker.server());
            BrokerSettings.External other = settings.external();
            external = other == null
                    ? null
                    : new ExternalBroker(other, mappings.filters(), reception, intake, settings.messageBytes());
        } catch (Exception e) {
            closeInner();
            throw e;
        }
        page.live(new Live());
        LOG.atInfo()
                .addKeyValue("event", "broker-open")
                .addKeyValue("mqtt", broker.plainPort())
                .addKeyValue("mqtts", broker.encryptedPort())
                .addKeyValue("port", page.port())
                .addKeyValue("devices", directory.deviceCount())
                .log("devices may connect");
    }

    private EmbeddedBroker open(BrokerSettings settings, Reception reception) throws Exception {
        MqttFactory protocol = new MqttFactory(
                () -> new DeviceConnection(reception, intake, doorman, settings.messageBytes()),
                settings.messageBytes());
        BrokerSettings.Tls tls = settings.tls();
        return EmbeddedBroker.start(
                new EmbeddedBroker.Place(
                        settings.directory(),
                        settings.plain(),
                        tls == null ? null : tls.listener(),
                        tls == null ? Map.of() : Encryption.parameters(tls, settings.directory())),
                doorman,
                protocol,
                followers);
    }

    private final class Live implements HealthPage.Live {
        @Override
        public int connected() {
            return doorman.connected();
        }

        @Override
        public long signInsRefused() {
            return doorman.refused();
        }

        @Override
        public int port() {
            return broker.plainPort();
        }

        @Override
        public @Nullable String externalTrouble() {
            return external == null ? null : external.trouble();
        }
    }

    /**
     * Starts the process; returns when devices may connect, which waits for the database.
     *
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    public static BrokerProcess start(Map<String, String> properties) throws Exception {
        Map<String, String> own = new HashMap<>(properties);
        own.putIfAbsent("db.pool", POOL);
        return new BrokerProcess(BrokerSettings.of(own), FactsSettings.of(own));
    }

    /** The port of MQTT without encryption. */
    public int mqttPort() {
        return broker.plainPort();
    }

    /** The port of MQTT with encryption; -1 when there is none. */
    public int mqttsPort() {
        return broker.encryptedPort();
    }

    /** The port of the health page. */
    public int httpPort() {
        return page.port();
    }

    /** Stores what was read, and ends. */
    @Override
    public void close() throws Exception {
        try {
            if (external != null) {
                external.close();
            }
            followers.close();
            broker.close();
        } finally {
            closeInner();
        }
    }

    private void closeInner() {
        intake.close();
        directory.close();
        page.close();
        store.close();
    }
}
