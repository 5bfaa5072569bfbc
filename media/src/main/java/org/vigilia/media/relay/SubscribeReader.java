package org.vigilia.media.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.relay.RelayCodec;
import org.vigilia.contract.relay.RelayFrame;
import org.vigilia.contract.relay.StreamStatus;
import org.vigilia.contract.relay.Subscribe;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a subscriber asks for, checks its token in constant time, and lets it watch. */
final class SubscribeReader extends SimpleChannelInboundHandler<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(SubscribeReader.class);
    private static final int MAX_REQUEST = 16 * 1024;
    private static final int PATIENCE_SECONDS = 5;

    private final byte[] token;
    private final RelayServer.Streams streams;
    private final QueueLimit limit;
    private final RelayCodec.Decoder decoder = new RelayCodec.Decoder();
    private int received;
    private @Nullable Future<?> patience;
    private @Nullable LiveStream stream;
    private @Nullable Subscriber subscriber;

    SubscribeReader(byte[] token, RelayServer.Streams streams, QueueLimit limit) {
        this.token = token;
        this.streams = streams;
        this.limit = limit;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        patience = context.executor().schedule(() -> context.close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
        if (subscriber != null) {
            // nothing else is ever asked on this connection
            return;
        }
        received += in.readableBytes();
        boolean tooLong = received > MAX_REQUEST
                || received >= 4 && in.readableBytes() == received && in.getInt(in.readerIndex()) > MAX_REQUEST;
        if (tooLong) {
            context.close();
            return;
        }
        try {
            decoder.feed(in.nioBuffer(), frame -> take(context, frame));
        } catch (IllegalArgumentException | JacksonException e) {
            LOG.atWarn().addKeyValue("reason", e.getClass().getSimpleName()).log("subscription unreadable");
            context.close();
        }
    }

    private void take(ChannelHandlerContext context, RelayFrame frame) {
        if (frame.type() != RelayFrame.SUBSCRIBE || subscriber != null) {
            return;
        }
        byte[] json = new byte[frame.payload().remaining()];
        frame.payload().get(json);
        Subscribe wanted = JsonMapper.shared().readValue(json, Subscribe.class);
        if (patience != null) {
            patience.cancel(false);
        }
        if (wanted.token() == null
                || !MessageDigest.isEqual(token, wanted.token().getBytes(StandardCharsets.UTF_8))) {
            LOG.atWarn().addKeyValue("camera", wanted.camera()).log("subscription refused");
            refuse(context, Condition.UNAUTHORISED, "wrong token");
            return;
        }
        Optional<LiveStream> found = wanted.camera() == null || wanted.stream() == null
                ? Optional.empty()
                : streams.find(wanted.camera(), wanted.stream());
        if (found.isEmpty()) {
            refuse(context, Condition.OFFLINE, "no such camera");
            return;
        }
        Subscriber accepted = new Subscriber(context.channel(), limit);
        subscriber = accepted;
        stream = found.get();
        found.get().add(accepted);
    }

    private static void refuse(ChannelHandlerContext context, Condition condition, String detail) {
        byte[] json = JsonMapper.shared().writeValueAsBytes(new StreamStatus(condition, Instant.now(), detail));
        context.writeAndFlush(LiveStream.message(RelayFrame.STATUS, ByteBuffer.wrap(json)))
                .addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (patience != null) {
            patience.cancel(false);
        }
        if (stream != null && subscriber != null) {
            stream.remove(subscriber);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
