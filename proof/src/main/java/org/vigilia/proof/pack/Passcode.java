package org.vigilia.proof.pack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.vigilia.proof.journal.NodeKey;

/**
 * Packages that open with a passcode, encrypted so that {@code openssl enc -d -aes-256-cbc -pbkdf2 -iter 600000 -md
 * sha256} opens them: {@code Salted__}, 8 bytes of salt, AES-256-CBC with key and initial vector of PBKDF2-HMAC-SHA-256.
 * The cipher does not notice changes; the signed hash of the outer package does.
 *
 * @param salt 8 bytes
 * @param key 32 bytes
 * @param vector 16 bytes
 */
public record Passcode(byte[] salt, byte[] key, byte[] vector) {
    private static final byte[] MAGIC = "Salted__".getBytes(StandardCharsets.US_ASCII);
    private static final int ROUNDS = 600_000;
    private static final int SALT = 8;

    /** Takes a while (600,000 rounds). */
    public static Passcode of(char[] passcode) {
        byte[] salt = new byte[SALT];
        new SecureRandom().nextBytes(salt);
        return of(passcode, salt);
    }

    private static Passcode of(char[] passcode, byte[] salt) {
        try {
            byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(passcode, salt, ROUNDS, 384))
                    .getEncoded();
            return new Passcode(salt, Arrays.copyOf(derived, 32), Arrays.copyOfRange(derived, 32, 48));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2", e);
        }
    }

    private Cipher cipher(int mode) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(vector));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES", e);
        }
    }

    /**
     * Writes a package into an encrypted one.
     *
     * @param file appears whole; a {@code .enc} file beside it is there meanwhile, encrypted
     */
    public void write(Parcel inner, String id, String software, NodeKey signer, Path file) throws IOException {
        Path encrypted = file.resolveSibling(file.getFileName() + ".enc");
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            FileSeal seal;
            try (Hashing hashing = Hashing.plain(Files.newOutputStream(encrypted))) {
                hashing.write(MAGIC);
                hashing.write(salt);
                CipherOutputStream out = new CipherOutputStream(keptOpen(hashing), cipher(Cipher.ENCRYPT_MODE));
                inner.writeTo(out);
                out.close();
                seal = hashing.seal("package.enc", "application/octet-stream");
            }
            Parcel outer = Parcel.encrypted(
                    id,
                    inner.manifest().made().at(),
                    software,
                    new Parcel.Content(seal, () -> Files.newInputStream(encrypted)),
                    signer);
            try (OutputStream out = Files.newOutputStream(part)) {
                outer.writeTo(out);
            }
            Files.move(part, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(encrypted);
            Files.deleteIfExists(part);
        }
    }

    private static OutputStream keptOpen(OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                out.write(b);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                out.write(from, offset, length);
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }
        };
    }

    /** The package inside an encrypted one's {@code package.enc}; with a wrong passcode, noise. */
    static InputStream open(InputStream encrypted, char[] passcode) throws IOException {
        byte[] head = encrypted.readNBytes(MAGIC.length + SALT);
        if (head.length < MAGIC.length + SALT || !Arrays.equals(MAGIC, Arrays.copyOf(head, MAGIC.length))) {
            throw new IOException("package.enc does not start as it should");
        }
        Passcode derived = of(passcode, Arrays.copyOfRange(head, MAGIC.length, head.length));
        return new BufferedInputStream(new CipherInputStream(encrypted, derived.cipher(Cipher.DECRYPT_MODE)), 1 << 16);
    }
}
