package org.vigilia.broker;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttDecoder;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.BaseInterceptor;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManagerFactory;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTRoutingHandler;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.ConnectionEntry;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManagerFactory;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.Connection;

/**
 * Artemis's MQTT with two changes to each connection's pipeline: a decoder that refuses large messages before they are
 * in memory, and a {@link DeviceConnection} in front of Artemis's own handler.
 */
final class MqttFactory extends MQTTProtocolManagerFactory {

    private static final String OURS = "vigilia-device";

    private final Supplier<DeviceConnection> connections;
    private final int messageBytes;

    MqttFactory(Supplier<DeviceConnection> connections, int messageBytes) {
        this.connections = connections;
        this.messageBytes = messageBytes;
    }

    @Override
    @SuppressWarnings("unchecked")
    public ProtocolManager<?, ?> createProtocolManager(
            ActiveMQServer server,
            Map<String, Object> parameters,
            List<BaseInterceptor> incoming,
            List<BaseInterceptor> outgoing)
            throws Exception {
        return new Wrapped((ProtocolManager<MQTTInterceptor, MQTTRoutingHandler>)
                super.createProtocolManager(server, parameters, incoming, outgoing));
    }

    /** Artemis's manager in all but the pipeline; its own class cannot be extended. */
    private final class Wrapped implements ProtocolManager<MQTTInterceptor, MQTTRoutingHandler> {

        private final ProtocolManager<MQTTInterceptor, MQTTRoutingHandler> inner;

        private Wrapped(ProtocolManager<MQTTInterceptor, MQTTRoutingHandler> inner) {
            this.inner = inner;
        }

        @Override
        public void addChannelHandlers(ChannelPipeline pipeline) {
            inner.addChannelHandlers(pipeline);
            pipeline.replace(MqttDecoder.class, "mqtt-decoder", new MqttDecoder(messageBytes));
            pipeline.addBefore(pipeline.context(MQTTProtocolHandler.class).name(), OURS, connections.get());
        }

        @Override
        public ConnectionEntry createConnectionEntry(Acceptor acceptor, Connection connection) {
            ConnectionEntry entry = inner.createConnectionEntry(acceptor, connection);
            if (entry != null && connection instanceof NettyServerConnection netty) {
                netty.getChannel().pipeline().get(DeviceConnection.class).entry(entry);
            }
            return entry;
        }

        @Override
        public ProtocolManagerFactory<MQTTInterceptor> getFactory() {
            return MqttFactory.this;
        }

        @Override
        public void updateInterceptors(List<BaseInterceptor> incoming, List<BaseInterceptor> outgoing) {
            inner.updateInterceptors(incoming, outgoing);
        }

        @Override
        public void handleBuffer(RemotingConnection connection, ActiveMQBuffer buffer) {
            inner.handleBuffer(connection, buffer);
        }

        @Override
        public boolean isProtocol(byte[] array) {
            return inner.isProtocol(array);
        }

        @Override
        public boolean acceptsNoHandshake() {
            return inner.acceptsNoHandshake();
        }

        @Override
        public void handshake(NettyServerConnection connection, ActiveMQBuffer buffer) {
            inner.handshake(connection, buffer);
        }

        @Override
        public List<String> websocketSubprotocolIdentifiers() {
            return inner.websocketSubprotocolIdentifiers();
        }

        @Override
        public void setAnycastPrefix(String prefix) {
            inner.setAnycastPrefix(prefix);
        }

        @Override
        public void setMulticastPrefix(String prefix) {
            inner.setMulticastPrefix(prefix);
        }

        @Override
        public Map<SimpleString, RoutingType> getPrefixes() {
            return inner.getPrefixes();
        }

        @Override
        public void setSecurityDomain(String domain) {
            inner.setSecurityDomain(domain);
        }

        @Override
        public String getSecurityDomain() {
            return inner.getSecurityDomain();
        }

        @Override
        public MQTTRoutingHandler getRoutingHandler() {
            return inner.getRoutingHandler();
        }
    }
}
