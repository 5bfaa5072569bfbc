package org.vigilia.sim.devices;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A broker that notes what it gets, and that can lose connections or keep its acknowledgements to itself. */
final class PretendBroker implements AutoCloseable {

    /** What was acknowledged. */
    record Got(String user, String topic, String payload) {}

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listening;
    private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private final List<String> passwords = new CopyOnWriteArrayList<>();
    private volatile boolean acknowledges = true;

    PretendBroker() {
        this.listening = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast(new MqttDecoder(1 << 20), MqttEncoder.INSTANCE, new Talk());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    InetSocketAddress address() {
        return InetSocketAddress.createUnresolved(
                "127.0.0.1", ((InetSocketAddress) listening.localAddress()).getPort());
    }

    List<Got> got() {
        return new ArrayList<>(got);
    }

    List<String> passwords() {
        return passwords;
    }

    int connections() {
        return connections.size();
    }

    /** False: takes messages without a word, as if it could not store them. */
    void acknowledge(boolean yes) {
        acknowledges = yes;
    }

    void loseConnections() {
        connections.forEach(channel -> channel.close().syncUninterruptibly());
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Talk extends SimpleChannelInboundHandler<MqttMessage> {

        private String user = "";

        @Override
        protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
            if (message instanceof MqttConnectMessage connect) {
                user = connect.payload().userName();
                passwords.add(new String(connect.payload().passwordInBytes(), StandardCharsets.UTF_8));
                context.writeAndFlush(MqttMessageBuilders.connAck()
                        .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                        .sessionPresent(false)
                        .build());
            } else if (message instanceof MqttPublishMessage publish && acknowledges) {
                got.add(new Got(
                        user,
                        publish.variableHeader().topicName(),
                        publish.payload().toString(StandardCharsets.UTF_8)));
                context.writeAndFlush(MqttMessageBuilders.pubAck()
                        .packetId(publish.variableHeader().packetId())
                        .build());
            } else if (message.fixedHeader().messageType() == MqttMessageType.PINGREQ) {
                context.writeAndFlush(MqttMessage.PINGRESP);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            connections.remove(context.channel());
        }
    }
}
