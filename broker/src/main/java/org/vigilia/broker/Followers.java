package org.vigilia.broker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBindingPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Position;
import org.vigilia.facts.sensing.ObservationBatch;
import org.vigilia.facts.sensing.ObservationLog;

/**
 * Tells those who follow {@code v1.1/Datastreams(id)/Observations} (OGC SensorThings 1.1, section 14.3) of each new
 * observation, whatever way it came in: it follows the log. It costs nothing while nobody follows. A follower with a
 * durable session gets what came while it was away, but not what came while the broker was.
 */
final class Followers implements ActiveMQServerBindingPlugin, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);
    private static final Pattern TOPIC = Pattern.compile("v1\\.1/Datastreams\\((\\d{1,18})\\)/Observations");
    private static final int BATCHES = 200;
    private static final long POLL_MS = 50;
    private static final long AWAY_MS = 1_000;

    private final ObservationLog log;
    private final Map<Long, Integer> followed = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "followers");
    private volatile @Nullable ActiveMQServer server;

    Followers(ObservationLog log) {
        this.log = log;
        thread.setDaemon(true);
    }

    /** Begins when the broker is up. */
    void start(ActiveMQServer started) {
        server = started;
        thread.start();
    }

    @Override
    public void afterAddBinding(Binding binding) {
        count(binding, 1);
    }

    @Override
    public void afterRemoveBinding(Binding binding, Transaction tx, boolean deleteData) {
        count(binding, -1);
    }

    private void count(Binding binding, int change) {
        Matcher matcher = TOPIC.matcher(binding.getAddress().toString());
        if (matcher.matches()) {
            followed.merge(Long.parseLong(matcher.group(1)), change, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    private void run() {
        Position position = null;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (followed.isEmpty()) {
                    position = null;
                    Thread.sleep(POLL_MS);
                    continue;
                }
                if (position == null) {
                    position = log.end();
                }
                List<Logged<ObservationBatch>> batches = log.read(position, BATCHES);
                for (Logged<ObservationBatch> batch : batches) {
                    tell(batch.value());
                    position = position.after(batch);
                }
                if (batches.isEmpty()) {
                    Thread.sleep(POLL_MS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (LogUnavailable e) {
                if (!pause()) {
                    return;
                }
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("event", "followers-failed")
                        .setCause(e)
                        .log("going on from the end");
                position = null;
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(AWAY_MS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void tell(ObservationBatch batch) {
        List<Observation> wanted = new ArrayList<>();
        for (Observation o : batch.observations()) {
            if (followed.containsKey(o.datastream().value())) {
                wanted.add(o);
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        long[] ids = log.ids(wanted);
        for (int i = 0; i < ids.length; i++) {
            publish(wanted.get(i), ids[i]);
        }
    }

    private void publish(Observation o, long id) {
        ActiveMQServer known = server;
        if (known == null) {
            return;
        }
        byte[] json = json(o, id).getBytes(StandardCharsets.UTF_8);
        CoreMessage message = new CoreMessage(known.getStorageManager().generateID(), json.length + 256);
        message.setType(Message.BYTES_TYPE);
        message.setAddress(SimpleString.of("v1.1/Datastreams(" + o.datastream() + ")/Observations"));
        message.setRoutingType(RoutingType.MULTICAST);
        message.setDurable(true);
        message.putIntProperty(MQTTUtil.MQTT_QOS_LEVEL_KEY, 1);
        message.getBodyBuffer().writeBytes(json);
        try {
            known.getPostOffice().route(message, false);
        } catch (Exception e) {
            LOG.atWarn().addKeyValue("event", "follower-missed").log(String.valueOf(e.getMessage()));
        }
    }

    /** The entity as a POST would answer it, but for links to what belongs to it. */
    static String json(Observation o, long id) {
        String result = o.result();
        return "{\"@iot.id\":" + id + ",\"phenomenonTime\":\"" + o.at() + "\",\"resultTime\":"
                + (o.resultTime() == null ? "null" : "\"" + o.resultTime() + "\"") + ",\"result\":"
                + (result == null ? number(o.value()) : result) + "}";
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
