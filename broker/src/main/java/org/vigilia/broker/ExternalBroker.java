package org.vigilia.broker;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.intake.Handover;
import org.vigilia.intake.Intake;
import org.vigilia.intake.Reception;
import org.vigilia.intake.Refusal;
import org.vigilia.intake.Sender;
import org.vigilia.intake.mapping.Message;

/**
 * Takes messages from another MQTT 5 broker, into the same intake. Its session there outlives us, and a message is
 * acknowledged when it is durable, so what comes while we are away waits there. That broker has checked its devices; we
 * believe the topic.
 */
final class ExternalBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExternalBroker.class);
    private static final int ON_THE_WAY = 1_000;
    private static final long SESSION_SECONDS = 7L * 24 * 3600;
    private static final int PLAIN_PORT = 1883;
    private static final int ENCRYPTED_PORT = 8883;
    private static final long AGAIN_MS = 200;

    private final Reception reception;
    private final Intake intake;
    private final int messageBytes;
    private final List<String> filters;
    private final Mqtt5AsyncClient client;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "external-later");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable String trouble = "not connected yet";

    /** @throws IllegalArgumentException when the password cannot be read */
    ExternalBroker(
            BrokerSettings.External settings,
            List<String> filters,
            Reception reception,
            Intake intake,
            int messageBytes) {
        this.reception = reception;
        this.intake = intake;
        this.messageBytes = messageBytes;
        String share = settings.share();
        this.filters = share == null
                ? filters
                : filters.stream().map(f -> "$share/" + share + "/" + f).toList();
        client = client(settings);
        client.publishes(MqttGlobalPublishFilter.ALL, this::take, true);
        client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(SESSION_SECONDS)
                .keepAlive(30)
                .restrictions()
                .receiveMaximum(ON_THE_WAY)
                .applyRestrictions()
                .send();
    }

    private Mqtt5AsyncClient client(BrokerSettings.External settings) {
        boolean encrypted = "mqtts".equals(settings.url().getScheme());
        int port = settings.url().getPort();
        Mqtt5ClientBuilder builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(settings.clientId())
                .serverHost(settings.url().getHost())
                .serverPort(port > 0 ? port : encrypted ? ENCRYPTED_PORT : PLAIN_PORT)
                .automaticReconnect()
                .initialDelay(500, TimeUnit.MILLISECONDS)
                .maxDelay(10, TimeUnit.SECONDS)
                .applyAutomaticReconnect()
                .addConnectedListener(context -> connected())
                .addDisconnectedListener(context -> lost(context.getCause()));
        if (encrypted) {
            builder = builder.sslWithDefaultConfig();
        }
        String user = settings.user();
        if (user != null) {
            var auth = builder.simpleAuth().username(user);
            Path file = settings.passwordFile();
            builder = file == null
                    ? auth.applySimpleAuth()
                    : auth.password(password(file)).applySimpleAuth();
        }
        return builder.buildAsync();
    }

    private static byte[] password(Path file) {
        try {
            return Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "external.password.file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void connected() {
        for (String filter : filters) {
            client.subscribeWith()
                    .topicFilter(filter)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send()
                    .whenComplete((done, error) -> {
                        if (error != null) {
                            trouble = "the external broker refuses " + filter + ": " + error.getMessage();
                            LOG.atWarn()
                                    .addKeyValue("event", "external-refuses")
                                    .log(trouble);
                        }
                    });
        }
        trouble = null;
        LOG.atInfo().addKeyValue("event", "external-connected").log("taking messages from the external broker");
    }

    private void lost(Throwable cause) {
        if (trouble == null) {
            LOG.atWarn().addKeyValue("event", "external-lost").log(String.valueOf(cause.getMessage()));
        }
        trouble = "the external broker is away: " + cause.getMessage();
    }

    private void take(Mqtt5Publish publish) {
        byte[] payload = publish.getPayloadAsBytes();
        String topic = publish.getTopic().toString();
        Reception.Received received;
        if (payload.length > messageBytes) {
            received = reception.refuse(
                    new Message(topic, new byte[0], Instant.now()),
                    Sender.trusted(),
                    Refusal.Kind.TOO_LARGE,
                    "a message of " + payload.length / 1024 + " kB is larger than " + messageBytes / 1024 + " kB");
        } else {
            received = reception.receive(new Message(topic, payload, Instant.now()), Sender.trusted(), null);
        }
        offer(new Handover(received.observations(), received.letters(), publish::acknowledge));
    }

    /** At most as many wait as may be on the way. */
    private void offer(Handover handover) {
        if (intake.offer(handover) == Intake.Admission.FULL) {
            later.schedule(() -> offer(handover), AGAIN_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** What is wrong; null when nothing. */
    @Nullable
    String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        later.shutdownNow();
        try {
            client.disconnect().get(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.atDebug().log("the external broker was not there to say goodbye to");
        }
    }
}
