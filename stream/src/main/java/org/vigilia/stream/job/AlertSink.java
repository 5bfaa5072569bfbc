package org.vigilia.stream.job;

import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.facts.FactLog;
import org.vigilia.facts.LogUnavailable;

/**
 * Stores changes of alerts at once, before a checkpoint can pass them. While the log is away it waits: the facts that
 * come meanwhile stay in the log. After a crash the same changes come again; the log keeps each once.
 */
final class AlertSink implements Sink<Finding> {

    private static final Logger LOG = LoggerFactory.getLogger(AlertSink.class);
    private static final long serialVersionUID = 1L;
    private static final Duration RETRY = Duration.ofMillis(200);

    private final Stores stores;

    AlertSink(Stores stores) {
        this.stores = stores;
    }

    @Override
    public SinkWriter<Finding> createWriter(WriterInitContext context) {
        FactLog log = stores.open().log();
        return new SinkWriter<>() {
            @Override
            public void write(Finding finding, Context element) throws InterruptedException {
                store(log, finding);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }

    private static void store(FactLog log, Finding finding) throws InterruptedException {
        while (true) {
            try {
                log.appendAlerts(finding.changes());
                JobWatch.INSTANCE.alertsStored(finding.changes(), finding.storedAt());
                return;
            } catch (LogUnavailable e) {
                JobWatch.INSTANCE.logUnavailable("sink", e);
                Thread.sleep(RETRY.toMillis());
            } catch (IllegalArgumentException e) {
                LOG.atError()
                        .addKeyValue("event", "alert-refused")
                        .addKeyValue("alert", finding.changes().get(0).alert())
                        .setCause(e)
                        .log("the log will never take this; it is left out");
                return;
            }
        }
    }
}
