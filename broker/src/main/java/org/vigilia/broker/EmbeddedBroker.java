package org.vigilia.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManagerFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.jspecify.annotations.Nullable;

/** Artemis in this process, set up for MQTT alone; keeps its sessions and subscriptions on disk. */
final class EmbeddedBroker implements AutoCloseable {

    private static final String PLAIN = "mqtt";
    private static final String ENCRYPTED = "mqtts";
    /** For one datastream's followers; a follower that is further behind misses observations. */
    private static final long FOLLOWER_BYTES = 4L << 20;

    private static final long ALL_FOLLOWERS_BYTES = 32L << 20;
    private static final int JOURNAL_FILE_BYTES = 1 << 20;

    private final ActiveMQServer server;

    private EmbeddedBroker(ActiveMQServer server) {
        this.server = server;
    }

    /**
     * Where it listens and where it keeps its things.
     *
     * @param encryption acceptor parameters of TLS; null when {@code encrypted} is
     */
    record Place(
            Path directory,
            BrokerSettings.Listener plain,
            BrokerSettings.@Nullable Listener encrypted,
            Map<String, Object> encryption) {}

    /**
     * Starts it.
     *
     * @param security null: everybody may do everything, for measurements alone
     * @param protocol null: Artemis's own MQTT, for measurements alone
     * @param followers who is told of subscriptions; null: nobody
     */
    static EmbeddedBroker start(
            Place place,
            @Nullable ActiveMQSecurityManager security,
            @Nullable ProtocolManagerFactory<?> protocol,
            @Nullable Followers followers)
            throws Exception {
        Configuration configuration = configuration(place, security != null);
        ActiveMQServerImpl server = new ActiveMQServerImpl(configuration, security);
        server.addProtocolManagerFactory(
                protocol == null
                        ? new org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManagerFactory()
                        : protocol);
        if (followers != null) {
            server.registerBrokerPlugin(followers);
        }
        server.start();
        if (!server.isActive()) {
            throw new IllegalStateException("the broker did not start; its folder may be in use by another process");
        }
        EmbeddedBroker broker = new EmbeddedBroker(server);
        if (place.plain().port() >= 0 && broker.port(PLAIN) <= 0) {
            server.stop();
            throw new IllegalStateException("the port " + place.plain().port() + " for MQTT is taken");
        }
        return broker;
    }

    private static Configuration configuration(Place place, boolean secure) {
        Path data = place.directory();
        Configuration configuration = new ConfigurationImpl()
                .setName("vigilia")
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalFileSize(JOURNAL_FILE_BYTES)
                .setJournalMinFiles(2)
                .setJournalDirectory(data.resolve("journal").toString())
                .setBindingsDirectory(data.resolve("bindings").toString())
                .setPagingDirectory(data.resolve("paging").toString())
                .setLargeMessagesDirectory(data.resolve("large").toString())
                .setNodeManagerLockDirectory(data.resolve("journal").toString())
                .setSecurityEnabled(secure)
                // every sign-in is looked at, so that a device that was shut out stays out
                .setAuthenticationCacheSize(0)
                .setAuthorizationCacheSize(0)
                .setJMXManagementEnabled(false)
                .setMessageCounterEnabled(false)
                .setResolveProtocols(false)
                .setThreadPoolMaxSize(8)
                .setScheduledThreadPoolMaxSize(2)
                .setGracefulShutdownEnabled(false)
                .setMaxDiskUsage(-1)
                .setGlobalMaxSize(ALL_FOLLOWERS_BYTES)
                // addresses are topics as they are
                .setWildCardConfiguration(new WildcardConfiguration()
                        .setDelimiter('/')
                        .setSingleWord('+')
                        .setAnyWords('#'));
        if (place.plain().port() >= 0) {
            configuration.addAcceptorConfiguration(acceptor(PLAIN, place.plain(), Map.of()));
        }
        BrokerSettings.Listener encrypted = place.encrypted();
        if (encrypted != null) {
            configuration.addAcceptorConfiguration(acceptor(ENCRYPTED, encrypted, place.encryption()));
        }
        configuration.addAddressSetting(
                "#",
                new AddressSettings()
                        .setAutoCreateAddresses(true)
                        .setAutoDeleteAddresses(true)
                        .setAutoDeleteQueues(true)
                        .setDefaultAddressRoutingType(RoutingType.MULTICAST)
                        .setMaxSizeBytes(secure ? FOLLOWER_BYTES : -1)
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP));
        return configuration;
    }

    private static TransportConfiguration acceptor(
            String name, BrokerSettings.Listener listener, Map<String, Object> more) {
        Map<String, Object> parameters = new HashMap<>(Map.of(
                "host",
                listener.host(),
                "port",
                listener.port(),
                "protocols",
                "MQTT",
                "useEpoll",
                false,
                "remotingThreads",
                Runtime.getRuntime().availableProcessors()));
        parameters.putAll(more);
        // aliases would have to be followed where messages are taken out
        Map<String, Object> extra = new HashMap<>(Map.of("topicAliasMaximum", 0));
        return new TransportConfiguration(NettyAcceptorFactory.class.getName(), parameters, name, extra);
    }

    ActiveMQServer server() {
        return server;
    }

    /** The port of MQTT without encryption; -1 when it does not listen. */
    int plainPort() {
        return port(PLAIN);
    }

    /** The port of MQTT with encryption; -1 when it does not listen. */
    int encryptedPort() {
        return port(ENCRYPTED);
    }

    private int port(String name) {
        return server.getRemotingService().getAcceptor(name) instanceof NettyAcceptor acceptor
                ? acceptor.getActualPort()
                : -1;
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
