package org.vigilia.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.DeviceAccess;
import org.vigilia.intake.Directory;

/**
 * Decides who may come in and what they may follow: devices by their password or the fingerprint of their certificate,
 * the datastreams of their own agency. Nobody publishes through Artemis ({@link DeviceConnection} takes that), so that
 * right is never given. Safe for many threads.
 */
final class Doorman implements ActiveMQSecurityManager5 {

    private static final Logger LOG = LoggerFactory.getLogger(Doorman.class);
    private static final int MAX_REMEMBERED = 100_000;
    private static final Pattern FOLLOWED =
            Pattern.compile("v1\\.1/Datastreams\\((\\d{1,18})\\)/Observations(?:::.*)?");

    private final Directory directory;
    private final Map<DeviceConnection, String> connections = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();
    private final Map<String, String> ownerOfClient = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    Doorman(Directory directory) {
        this.directory = directory;
        directory.onDeviceChange(this::look);
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user,
            @Nullable String password,
            @Nullable RemotingConnection connection,
            @Nullable String domain) {
        DeviceAccess access = connection == null ? null : find(user, password, connection);
        if (access == null || connection == null || !mayUse(connection.getClientID(), access.device())) {
            refused.increment();
            LOG.atInfo()
                    .addKeyValue("event", "sign-in-refused")
                    .addKeyValue("user", user == null ? "" : user.substring(0, Math.min(80, user.length())))
                    .addKeyValue("from", connection == null ? "" : connection.getRemoteAddress())
                    .log(access == null ? "wrong user, password or certificate" : "another device has this client id");
            return null;
        }
        if (connection.getTransportConnection() instanceof NettyServerConnection netty) {
            DeviceConnection client = netty.getChannel().pipeline().get(DeviceConnection.class);
            if (client != null) {
                connections.put(client, access.device());
                client.signedIn(new Account(access));
            }
        }
        Subject subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(access.device()));
        return subject;
    }

    private @Nullable DeviceAccess find(
            @Nullable String user, @Nullable String password, RemotingConnection connection) {
        String fingerprint = fingerprint(connection);
        if (user == null) {
            // with a certificate alone the client id names the device
            DeviceAccess access = connection.getClientID() == null ? null : directory.device(connection.getClientID());
            return access != null && access.enabled() && same(fingerprint, access.certificate()) ? access : null;
        }
        DeviceAccess access = directory.device(user);
        if (access == null || !access.enabled()) {
            return null;
        }
        boolean known = password != null
                        && same("sha256:" + sha256(password.getBytes(StandardCharsets.UTF_8)), access.passwordHash())
                || same(fingerprint, access.certificate());
        return known ? access : null;
    }

    private static boolean same(@Nullable String given, @Nullable String wanted) {
        return given != null
                && wanted != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8),
                        wanted.toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String fingerprint(RemotingConnection connection) {
        X509Certificate[] chain = CertificateUtil.getCertsFromConnection(connection);
        if (chain == null || chain.length == 0) {
            return null;
        }
        try {
            return sha256(chain[0].getEncoded());
        } catch (CertificateEncodingException e) {
            LOG.atWarn().addKeyValue("event", "certificate-unreadable").log(e.getMessage());
            return null;
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A client id belongs to the device that used it first: taking it over would end the other's connection. */
    private boolean mayUse(@Nullable String client, String device) {
        if (client == null) {
            return true;
        }
        synchronized (ownerOfClient) {
            String owner = ownerOfClient.get(client);
            boolean gone = owner != null && directory.device(owner) == null;
            if (owner == null || gone) {
                ownerOfClient.put(client, device);
                return true;
            }
            return owner.equals(device);
        }
    }

    @Override
    public boolean authorize(
            @Nullable Subject subject, @Nullable Set<Role> roles, CheckType check, @Nullable String address) {
        if (subject == null || address == null) {
            return false;
        }
        return switch (check) {
            case CONSUME,
                    CREATE_ADDRESS,
                    CREATE_DURABLE_QUEUE,
                    CREATE_NON_DURABLE_QUEUE,
                    DELETE_DURABLE_QUEUE,
                    DELETE_NON_DURABLE_QUEUE,
                    DELETE_ADDRESS -> follows(subject, address);
            default -> false;
        };
    }

    private boolean follows(Subject subject, String address) {
        Matcher matcher = FOLLOWED.matcher(address);
        if (!matcher.matches()) {
            return false;
        }
        DatastreamCard card = directory.datastream(Long.parseLong(matcher.group(1)));
        if (card == null || card.agency() == null) {
            return false;
        }
        for (UserPrincipal name : subject.getPrincipals(UserPrincipal.class)) {
            DeviceAccess access = directory.device(name.getName());
            if (access != null && access.enabled() && access.agency().equals(card.agency())) {
                return true;
            }
        }
        return false;
    }

    /** A device's access changed: whoever is connected by the old one must sign in again. */
    private void look(String device) {
        connections.forEach((connection, owner) -> {
            if (owner.equals(device)) {
                connection.hangUp(Reasons.NOT_AUTHORISED);
            }
        });
    }

    void left(DeviceConnection connection) {
        connections.remove(connection);
    }

    int connected() {
        return connections.size();
    }

    long refused() {
        return refused.sum();
    }

    @Override
    public boolean validateUser(String user, String password) {
        return false;
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
        return false;
    }
}
