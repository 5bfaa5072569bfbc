package org.vigilia.broker;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import org.apache.activemq.artemis.api.core.TrustManagerFactoryPlugin;
import org.jspecify.annotations.Nullable;

/**
 * From PEM files to what Artemis wants for TLS: key stores, which are written anew at each start into the broker's folder,
 * readable by their owner alone, under a password that nobody keeps.
 */
final class Encryption {

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");
    private static final int PASSWORD_BYTES = 24;

    private Encryption() {}

    /**
     * The parameters of an acceptor with TLS 1.2 or 1.3. Clients may show a certificate and need not: {@link Doorman} looks
     * at its fingerprint.
     *
     * @throws IllegalArgumentException naming the file that is wrong
     */
    static Map<String, Object> parameters(BrokerSettings.Tls tls, Path folder) {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("sslEnabled", true);
        parameters.put("enabledProtocols", "TLSv1.3,TLSv1.2");
        parameters.put("keyStoreType", "PKCS12");
        parameters.put(
                "keyStorePath", own(tls, folder.resolve("key.p12"), password).toString());
        parameters.put("keyStorePassword", password);
        parameters.put("wantClientAuth", true);
        Path authorities = tls.authorities();
        if (authorities == null) {
            parameters.put("trustManagerFactoryPlugin", AnyCertificate.class.getName());
        } else {
            parameters.put("trustStoreType", "PKCS12");
            parameters.put(
                    "trustStorePath",
                    trusted(authorities, folder.resolve("trust.p12"), password).toString());
            parameters.put("trustStorePassword", password);
        }
        return parameters;
    }

    /** Lets every certificate through the handshake; whether it means anything, its fingerprint says later. */
    public static final class AnyCertificate implements TrustManagerFactoryPlugin {

        /** Made by Artemis, by name. */
        public AnyCertificate() {}

        @Override
        public TrustManagerFactory getTrustManagerFactory() {
            return InsecureTrustManagerFactory.INSTANCE;
        }
    }

    private static Path own(BrokerSettings.Tls tls, Path file, String password) {
        List<? extends Certificate> chain = certificates("tls.certificate", tls.certificate());
        PrivateKey key = key(tls.key());
        return store(
                file,
                password,
                store -> store.setKeyEntry("own", key, password.toCharArray(), chain.toArray(Certificate[]::new)));
    }

    private static Path trusted(Path authorities, Path file, String password) {
        List<? extends Certificate> all = certificates("tls.authorities", authorities);
        return store(file, password, store -> {
            for (int i = 0; i < all.size(); i++) {
                store.setCertificateEntry("authority-" + i, all.get(i));
            }
        });
    }

    private interface Filling {
        void fill(KeyStore store) throws GeneralSecurityException;
    }

    private static Path store(Path file, String password, Filling filling) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.fill(store);
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, password.toCharArray());
            }
            return file;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the certificate and its key do not go together: " + e.getMessage(), e);
        }
    }

    private static List<? extends Certificate> certificates(String setting, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<? extends Certificate> found =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (found.isEmpty()) {
                throw new IllegalArgumentException(setting + ": there is no certificate in " + file);
            }
            return found;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(setting + ": " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Path file) {
        try {
            String text = Files.readString(file);
            if (!text.contains("-----BEGIN PRIVATE KEY-----")) {
                throw new IllegalArgumentException("tls.key: " + file
                        + " holds no PKCS #8 key; make one by: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
            }
            String body = text.replaceAll("(?s).*-----BEGIN PRIVATE KEY-----", "")
                    .replaceAll("(?s)-----END PRIVATE KEY-----.*", "")
                    .replaceAll("\\s", "");
            PrivateKey key = key(Base64.getDecoder().decode(body));
            if (key == null) {
                throw new IllegalArgumentException(
                        "tls.key: the key in " + file + " is neither RSA nor EC nor Ed25519");
            }
            return key;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("tls.key: " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static @Nullable PrivateKey key(byte[] encoded) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                // of another kind
            }
        }
        return null;
    }
}
