package org.vigilia.proof.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The key a node signs with: Ed25519 (RFC 8032), kept as PEM files that only their owner may read. Thread-safe.
 */
public final class NodeKey {
    private final PrivateKey secret;
    private final VerifyKey open;

    private NodeKey(PrivateKey secret, VerifyKey open) {
        this.secret = secret;
        this.open = open;
    }

    /**
     * Reads {@code NAME.key} and {@code NAME.pub} of a folder, making both where there are none.
     *
     * @throws IOException when a file cannot be read or written, or holds no such key
     */
    public static NodeKey open(Path folder, String name) throws IOException {
        Path key = folder.resolve(name + ".key");
        Path pub = folder.resolve(name + ".pub");
        try {
            if (!Files.exists(key)) {
                make(folder, key, pub);
            }
            PrivateKey secret = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(unpem(key)));
            PublicKey open = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(unpem(pub)));
            return new NodeKey(secret, VerifyKey.of(open));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(key + " or " + pub + " holds no Ed25519 key", e);
        }
    }

    private static void make(Path folder, Path key, Path pub) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        write(pub, "PUBLIC KEY", pair.getPublic().getEncoded(), "rw-r--r--");
        write(key, "PRIVATE KEY", pair.getPrivate().getEncoded(), "rw-------");
    }

    /** The secret file appears whole and closed to others, or not at all. */
    private static void write(Path file, String kind, byte[] bytes, String rights) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights)));
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(part, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] unpem(Path file) throws IOException {
        return Base64.getMimeDecoder()
                .decode(Files.readString(file)
                        .replaceAll("-----[A-Z ]+-----", "")
                        .strip());
    }

    /** What others verify with. */
    public VerifyKey verifyKey() {
        return open;
    }

    /** The signature of these bytes, 64 bytes long. */
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(secret);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign with Ed25519", e);
        }
    }

    @Override
    public String toString() {
        return "NodeKey[" + open.id() + "]";
    }
}
