package org.vigilia.sim.devices;

import com.hivemq.client.mqtt.MqttClientState;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One device's MQTT 3.1.1 connection: sends at QoS 1, comes back with growing pauses when it breaks, and keeps what is not
 * acknowledged. Its memory is bounded: when it is full, the oldest message is given up and counted, as in a real device.
 * Safe for use by many threads.
 */
final class Line implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Line.class);
    private static final long FIRST_PAUSE_MS = 500;
    private static final long LONGEST_PAUSE_MS = 20_000;
    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    /** What is to be sent; the number keeps the order when a message has to be sent again. */
    private record Message(long number, String topic, byte[] payload) {}

    /**
     * What became of the messages.
     *
     * @param acknowledged the broker has them
     * @param waiting not acknowledged yet
     * @param forgotten given up because the memory was full
     */
    record Counts(long acknowledged, long waiting, long forgotten) {

        Counts plus(Counts other) {
            return new Counts(acknowledged + other.acknowledged, waiting + other.waiting, forgotten + other.forgotten);
        }
    }

    private final String name;
    private final int memory;
    private final int window;
    private final Mqtt3AsyncClient client;
    private final PriorityQueue<Message> waiting = new PriorityQueue<>(Comparator.comparingLong(Message::number));
    private boolean connected;
    private boolean closed;
    private int inFlight;
    private long next;
    private long acknowledged;
    private long forgotten;

    /**
     * Opens the line; the connection comes up by itself.
     *
     * @param memory how many messages it keeps
     * @param window how many may be on their way without an acknowledgement
     */
    Line(InetSocketAddress broker, Credentials.Account account, int memory, int window) {
        this.name = account.user();
        this.memory = memory;
        this.window = window;
        this.client = Mqtt3Client.builder()
                .identifier(account.user())
                .serverHost(broker.getHostString())
                .serverPort(broker.getPort())
                .simpleAuth()
                .username(account.user())
                .password(account.password().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .automaticReconnect()
                .initialDelay(FIRST_PAUSE_MS, TimeUnit.MILLISECONDS)
                .maxDelay(LONGEST_PAUSE_MS, TimeUnit.MILLISECONDS)
                .applyAutomaticReconnect()
                .addConnectedListener(context -> connected(true, null))
                .addDisconnectedListener(context -> connected(false, context.getCause()))
                .buildAsync();
        client.connectWith().cleanSession(true).keepAlive(60).send().whenComplete((answer, error) -> {
            if (error != null) {
                LOG.atInfo()
                        .addKeyValue("device", name)
                        .addKeyValue("reason", error.toString())
                        .log("not connected");
            }
        });
    }

    /** Takes a message; it is sent as soon as it can be. Never blocks. */
    synchronized void send(String topic, byte[] payload) {
        if (closed) {
            return;
        }
        waiting.add(new Message(next, topic, payload));
        next++;
        forgetWhatIsTooMuch();
        pump();
    }

    /** Waits until at most so many messages wait; false when the time is over. */
    synchronized boolean awaitWaiting(int atMost, long limitMs) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        while (waiting.size() + inFlight > atMost) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized Counts counts() {
        return new Counts(acknowledged, waiting.size() + inFlight, forgotten);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        client.disconnect().whenComplete((done, error) -> {
            if (error != null) {
                LOG.atDebug().addKeyValue("device", name).log("was not connected at the end");
            }
        });
    }

    private synchronized void connected(boolean now, @Nullable Throwable cause) {
        if (connected && !now && !closed) {
            LOG.atInfo()
                    .addKeyValue("device", name)
                    .addKeyValue("reason", String.valueOf(cause))
                    .log("connection lost");
        }
        connected = now;
        pump();
    }

    private void pump() {
        while (connected && !closed && inFlight < window && !waiting.isEmpty()) {
            Message message = waiting.poll();
            inFlight++;
            client.publishWith()
                    .topic(message.topic())
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(message.payload())
                    .send()
                    .whenComplete((sent, error) -> settled(message, error));
        }
    }

    private synchronized void settled(Message message, @Nullable Throwable error) {
        inFlight--;
        if (error == null) {
            acknowledged++;
            pump();
        } else {
            waiting.add(message);
            forgetWhatIsTooMuch();
            // trying again at once would only turn in circles
            connected = false;
            LATER.execute(this::tryAgain);
        }
        notifyAll();
    }

    private synchronized void tryAgain() {
        connected = client.getState() == MqttClientState.CONNECTED;
        pump();
    }

    private void forgetWhatIsTooMuch() {
        while (waiting.size() > memory) {
            waiting.poll();
            forgotten++;
        }
    }
}
