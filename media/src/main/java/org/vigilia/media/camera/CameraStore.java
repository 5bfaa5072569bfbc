package org.vigilia.media.camera;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the camera list on disk, so that media works on when the server and its database are away. The list holds
 * passwords, so it is encrypted (AES-256-GCM) with a key in a file of its own that only this user can read.
 *
 * <p>Layout: 4 bytes {@code VCL1}, 12 bytes nonce, then the sealed JSON; the 4 bytes are authenticated too. Saving writes
 * a new file and renames it over the old one, so that a power cut leaves either list. Thread-safe.
 */
public final class CameraStore {
    private static final byte[] MAGIC = {'V', 'C', 'L', '1'};
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** Reads the key, or makes it when it is absent. */
    public CameraStore(Path file, Path keyFile) throws IOException {
        this.file = file.toAbsolutePath();
        this.key = new SecretKeySpec(key(keyFile.toAbsolutePath()), "AES");
    }

    private static byte[] key(Path file) throws IOException {
        try {
            byte[] known = Files.readAllBytes(file);
            if (known.length != KEY_BYTES) {
                throw new IOException(file + ": a key has " + KEY_BYTES + " bytes, this has " + known.length);
            }
            return known;
        } catch (NoSuchFileException absent) {
            byte[] fresh = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(fresh);
            write(file, fresh);
            return fresh;
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        try (FileChannel out =
                FileChannel.open(part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Saves the list; when this returns it is on disk. */
    public synchronized void save(List<CameraEntry> cameras) throws IOException {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = seal(Cipher.ENCRYPT_MODE, nonce, JsonMapper.shared().writeValueAsBytes(cameras));
        write(
                file,
                ByteBuffer.allocate(MAGIC.length + nonce.length + sealed.length)
                        .put(MAGIC)
                        .put(nonce)
                        .put(sealed)
                        .array());
    }

    /** The list as last saved; empty when none was. Throws when it cannot be opened with this key. */
    public synchronized List<CameraEntry> load() throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException none) {
            return List.of();
        }
        int start = MAGIC.length + NONCE_BYTES;
        if (bytes.length < start || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException(file + ": is no camera list");
        }
        byte[] nonce = Arrays.copyOfRange(bytes, MAGIC.length, start);
        byte[] json = seal(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(bytes, start, bytes.length));
        try {
            return List.of(JsonMapper.shared().readValue(json, CameraEntry[].class));
        } catch (JacksonException e) {
            throw new IOException(file + ": camera list cannot be read");
        }
    }

    private byte[] seal(int mode, byte[] nonce, byte[] text) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(MAGIC);
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": cannot be opened with this key, or was changed", e);
        }
    }
}
