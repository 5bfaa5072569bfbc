package org.vigilia.broker;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.spi.core.protocol.ConnectionEntry;
import org.jspecify.annotations.Nullable;
import org.vigilia.intake.Handover;
import org.vigilia.intake.Intake;
import org.vigilia.intake.Reception;
import org.vigilia.intake.Refusal;
import org.vigilia.intake.Sender;
import org.vigilia.intake.mapping.Message;

/**
 * Takes what a client publishes before Artemis sees it, and acknowledges it when it is durable; everything else passes
 * through. So a message is written to disk once, not twice, and an acknowledgement means the store of the city.
 *
 * <p>A client that is too fast, or while the store is slow or away, is not read from: TCP makes it wait. A QoS 2 message
 * is received when it is durable; its number is remembered until the client releases it, for this connection. All fields
 * belong to the connection's event loop except the queue of acknowledgements.
 */
final class DeviceConnection extends ChannelInboundHandlerAdapter {

    private static final int MAX_EARLY = 1_000;
    private static final int MAX_TOLD_LIMIT = 1_024;
    private static final int MQTT_5 = 5;
    private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

    private final Reception reception;
    private final Intake intake;
    private final Doorman doorman;
    private final int messageBytes;
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean replying = new AtomicBoolean();
    private final Queue<MqttPublishMessage> early = new ArrayDeque<>();
    private final Set<Integer> received = new HashSet<>();
    private volatile @Nullable ChannelHandlerContext context;
    private volatile @Nullable ConnectionEntry entry;
    private @Nullable Account account;
    private @Nullable Sender sender;
    private int version = 4;
    private int holds;
    private boolean calming;

    private record Reply(MqttMessageType type, int packet, byte reason) {}

    DeviceConnection(Reception reception, Intake intake, Doorman doorman, int messageBytes) {
        this.reception = reception;
        this.intake = intake;
        this.doorman = doorman;
        this.messageBytes = messageBytes;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /** Artemis's record of the connection, by which it judges whether the client is alive. */
    void entry(ConnectionEntry given) {
        entry = given;
    }

    /** The client has signed in. Called by any thread, before the client is told. */
    void signedIn(Account given) {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.executor().execute(() -> {
                account = given;
                sender = Sender.of(given.access());
                boolean waited = !early.isEmpty();
                for (MqttPublishMessage message = early.poll(); message != null; message = early.poll()) {
                    publish(ctx, message, given, Sender.of(given.access()));
                }
                if (waited) {
                    release(ctx);
                }
            });
        }
    }

    /** Ends the connection. Called by any thread. */
    void hangUp(byte reason) {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.executor().execute(() -> close(ctx, reason));
        }
    }

    private void close(ChannelHandlerContext ctx, byte reason) {
        if (version >= MQTT_5) {
            ctx.writeAndFlush(
                    MqttMessageBuilders.disconnect().reasonCode(reason).build());
        }
        ctx.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (!(msg instanceof MqttMessage message)) {
            ctx.fireChannelRead(msg);
            return;
        }
        if (message.decoderResult().isFailure()) {
            unreadable(ctx, message);
            return;
        }
        switch (message.fixedHeader().messageType()) {
            case CONNECT -> {
                version = ((MqttConnectMessage) message).variableHeader().version();
                ctx.fireChannelRead(message);
            }
            case PUBLISH -> published(ctx, (MqttPublishMessage) message);
            case PUBREL -> {
                int packet = ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
                received.remove(packet);
                alive();
                reply(new Reply(MqttMessageType.PUBCOMP, packet, (byte) 0));
                ReferenceCountUtil.release(message);
            }
            default -> ctx.fireChannelRead(message);
        }
    }

    /** A message that is too large is told of; for one that is broken there is nothing to tell. */
    private void unreadable(ChannelHandlerContext ctx, MqttMessage message) {
        Sender known = sender;
        boolean tooLarge = message.decoderResult().cause() instanceof TooLongFrameException;
        if (tooLarge && known != null) {
            String topic = message.variableHeader() instanceof MqttPublishVariableHeader header
                    ? header.topicName()
                    : "unknown";
            int size = message.fixedHeader() == null ? 0 : message.fixedHeader().remainingLength();
            Reception.Received refused = reception.refuse(
                    new Message(shorten(topic), new byte[0], Instant.now()),
                    known,
                    Refusal.Kind.TOO_LARGE,
                    "a message of " + size / 1024 + " kB is larger than " + messageBytes / 1024
                            + " kB; send less at once, or raise broker.message.bytes");
            intake.offer(new Handover(refused.observations(), refused.letters(), () -> {}));
        }
        close(ctx, tooLarge ? Reasons.PACKET_TOO_LARGE : Reasons.MALFORMED_PACKET);
    }

    private static String shorten(String topic) {
        return topic.length() <= MAX_TOLD_LIMIT ? topic : topic.substring(0, MAX_TOLD_LIMIT);
    }

    private void published(ChannelHandlerContext ctx, MqttPublishMessage message) {
        alive();
        Account known = account;
        Sender from = sender;
        if (known == null || from == null) {
            // allowed: a client need not wait for the answer to its CONNECT
            if (early.isEmpty()) {
                hold(ctx);
            }
            if (early.size() >= MAX_EARLY) {
                ReferenceCountUtil.release(message);
                close(ctx, Reasons.RECEIVE_MAXIMUM_EXCEEDED);
                return;
            }
            early.add(message);
            return;
        }
        publish(ctx, message, known, from);
    }

    private void publish(ChannelHandlerContext ctx, MqttPublishMessage message, Account known, Sender from) {
        try {
            String topic = message.variableHeader().topicName();
            if (topic.isEmpty()) {
                close(ctx, Reasons.TOPIC_ALIAS_INVALID);
                return;
            }
            MqttQoS qos = message.fixedHeader().qosLevel();
            int packet = message.variableHeader().packetId();
            if (qos == MqttQoS.EXACTLY_ONCE && !received.add(packet)) {
                // its first copy is being stored, or is stored: either way the answer comes, or came
                return;
            }
            byte[] payload = ByteBufUtil.getBytes(message.payload());
            take(ctx, new Message(topic, payload, Instant.now()), known, from, qos, packet);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(ChannelHandlerContext ctx, Message message, Account known, Sender from, MqttQoS qos, int packet) {
        Reception.Received result =
                reception.receive(message, from, known.access().mapping());
        MqttMessageType type = qos == MqttQoS.EXACTLY_ONCE ? MqttMessageType.PUBREC : MqttMessageType.PUBACK;
        Runnable durable = qos == MqttQoS.AT_MOST_ONCE
                ? () -> {}
                : () -> reply(new Reply(type, packet, Reasons.of(result.refused())));
        switch (intake.offer(new Handover(result.observations(), result.letters(), durable))) {
            case TAKEN -> {
                // the usual case
            }
            case SLOW_DOWN -> calm(ctx);
            case FULL -> {
                // not acknowledged, so the client sends it again when it comes back
                close(ctx, Reasons.QUOTA_EXCEEDED);
                return;
            }
        }
        if (!result.rest().isZero()) {
            rest(ctx, message, known, from, result.rest());
        }
    }

    /** Reads no more until the intake has room. */
    private void calm(ChannelHandlerContext ctx) {
        if (!calming) {
            calming = true;
            hold(ctx);
            intake.whenCalm(() -> ctx.executor().execute(() -> {
                calming = false;
                release(ctx);
            }));
        }
    }

    /** Reads no more for a while: this client is too fast. */
    private void rest(ChannelHandlerContext ctx, Message message, Account known, Sender from, Duration rest) {
        hold(ctx);
        ctx.executor().schedule(() -> release(ctx), rest.toMillis(), TimeUnit.MILLISECONDS);
        if (rest.compareTo(WORTH_TELLING) >= 0) {
            Reception.Received told = reception.refuse(
                    new Message(message.topic(), new byte[0], message.receivedAt()),
                    from,
                    Refusal.Kind.TOO_FAST,
                    "the device '" + known.access().device()
                            + "' or its agency sends faster than it may and is slowed down; nothing is lost, but it falls"
                            + " behind. Send less often, or raise broker.device.readings");
            intake.offer(new Handover(told.observations(), told.letters(), () -> {}));
        }
    }

    private void hold(ChannelHandlerContext ctx) {
        if (holds++ == 0) {
            ctx.channel().config().setAutoRead(false);
        }
    }

    private void release(ChannelHandlerContext ctx) {
        if (--holds == 0) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    /** Publishing counts as a sign of life, and so does being held back by us. */
    private void alive() {
        ConnectionEntry known = entry;
        if (known != null) {
            known.lastCheck = System.currentTimeMillis();
        }
    }

    /** Called by any thread. Replies that come together are written together. */
    private void reply(Reply reply) {
        replies.add(reply);
        ChannelHandlerContext ctx = context;
        if (ctx != null && replying.compareAndSet(false, true)) {
            ctx.executor().execute(() -> {
                replying.set(false);
                boolean any = false;
                for (Reply next = replies.poll(); next != null; next = replies.poll()) {
                    ctx.write(message(next), ctx.voidPromise());
                    any = true;
                }
                if (any) {
                    alive();
                    ctx.flush();
                }
            });
        }
    }

    private MqttMessage message(Reply reply) {
        MqttFixedHeader header = new MqttFixedHeader(reply.type(), false, MqttQoS.AT_MOST_ONCE, false, 0);
        MqttMessageIdVariableHeader body = version >= MQTT_5
                ? new MqttPubReplyMessageVariableHeader(reply.packet(), reply.reason(), MqttProperties.NO_PROPERTIES)
                : MqttMessageIdVariableHeader.from(reply.packet());
        return new MqttMessage(header, body);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        doorman.left(this);
        super.channelInactive(ctx);
    }

    Channel channel() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("the connection is not open yet");
        }
        return ctx.channel();
    }
}
