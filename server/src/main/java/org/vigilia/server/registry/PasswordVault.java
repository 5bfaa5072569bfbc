package org.vigilia.server.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.ServerSettings;

/**
 * Seals the passwords of cameras for the database: AES-256-GCM, bound to the camera, with a key in {@code
 * camera-passwords.key} of the data folder (32 bytes, readable by the owner only, made at the first start). Who has the
 * database or its backup alone has no passwords; who loses the key must enter them again.
 */
@Component
class PasswordVault {

    private static final Logger LOG = LoggerFactory.getLogger(PasswordVault.class);
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte VERSION = 1;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    PasswordVault(ServerSettings.Data settings) {
        this.key = new SecretKeySpec(key(settings.dir().resolve("camera-passwords.key")), "AES");
    }

    byte[] seal(CameraId camera, String password) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, camera, nonce, password.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                .put(VERSION)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** Empty when it was sealed with another key or for another camera. */
    Optional<String> open(CameraId camera, byte[] sealed) {
        if (sealed.length < 1 + NONCE_BYTES || sealed[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
        byte[] nonce = new byte[NONCE_BYTES];
        bytes.get(nonce);
        byte[] text = new byte[bytes.remaining()];
        bytes.get(text);
        try {
            return Optional.of(new String(run(Cipher.DECRYPT_MODE, camera, nonce, text), StandardCharsets.UTF_8));
        } catch (IllegalStateException e) {
            LOG.atError().addKeyValue("camera", camera).log("password cannot be opened; enter it again");
            return Optional.empty();
        }
    }

    private byte[] run(int mode, CameraId camera, byte[] nonce, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(camera.value().getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed: " + e.getMessage(), e);
        }
    }

    private byte[] key(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (!Files.exists(file)) {
                create(file);
            }
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length != KEY_BYTES) {
                throw new IllegalStateException(file + " must hold " + KEY_BYTES + " bytes, but has " + bytes.length
                        + "; bring back the file from the backup, or delete it and enter camera passwords again");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the key of the camera passwords, " + file, e);
        }
    }

    private void create(Path file) throws IOException {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, bytes);
        } catch (FileAlreadyExistsException e) {
            LOG.atInfo().addKeyValue("file", file).log("another server made the key");
        }
    }
}
