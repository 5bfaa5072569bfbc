package org.vigilia.server.evidence;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import org.springframework.stereotype.Component;

/**
 * Encrypts exhibits at rest: each with a key of its own (AES-256-GCM-HKDF, in segments of 64 KiB, so that any part can
 * be read), which is kept in the database wrapped by the master key in {@code evidence-master.json}. Who has the database
 * and the storage without that file has nothing; who loses it loses the evidence. Thread-safe.
 */
@Component
public final class Vault {
    private static final String FILE = "evidence-master.json";
    /** JDK 17 enciphers segments of 64 KiB at 5 GB/s and such of 1 MiB at 0.14 GB/s. Keys of before say their own size. */
    private static final int SEGMENT_BYTES = 64 * 1024;

    private static final int KEY_BYTES = 32;

    private final EvidenceStore store;
    private KeysetHandle master;

    Vault(EvidenceStore store) throws IOException {
        this.store = store;
        Path file = store.secret(FILE);
        try {
            AeadConfig.register();
            StreamingAeadConfig.register();
            if (!Files.exists(file)) {
                write(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
            }
            master = TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no key of the evidence; bring it back from the backup", e);
        }
    }

    private void write(KeysetHandle keys) throws IOException, GeneralSecurityException {
        store.writeSecret(FILE, TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()));
    }

    private synchronized Aead wrapper() throws GeneralSecurityException {
        return master.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /** A new key for one exhibit, wrapped. */
    public byte[] newKey(String exhibit) {
        try {
            KeysetHandle key = KeysetHandle.generateNew(AesGcmHkdfStreamingParameters.builder()
                    .setKeySizeBytes(KEY_BYTES)
                    .setDerivedAesGcmKeySizeBytes(KEY_BYTES)
                    .setHkdfHashType(AesGcmHkdfStreamingParameters.HashType.SHA256)
                    .setCiphertextSegmentSizeBytes(SEGMENT_BYTES)
                    .build());
            return TinkProtoKeysetFormat.serializeEncryptedKeyset(key, wrapper(), bytes(exhibit));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key can be made", e);
        }
    }

    /** The same key, wrapped by the newest master key. */
    byte[] rewrapped(String exhibit, byte[] wrapped) {
        try {
            KeysetHandle key = TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, wrapper(), bytes(exhibit));
            return TinkProtoKeysetFormat.serializeEncryptedKeyset(key, wrapper(), bytes(exhibit));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of exhibit " + exhibit + " cannot be opened", e);
        }
    }

    /** Makes a new master key the first; the older ones still open what they wrapped. */
    synchronized void rotate() throws IOException {
        try {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(master);
            for (int i = 0; i < builder.size(); i++) {
                builder.getAt(i).setStatus(com.google.crypto.tink.KeyStatus.ENABLED);
            }
            KeysetHandle next = builder.addEntry(
                            KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                                    .withRandomId()
                                    .makePrimary())
                    .build();
            write(next);
            master = next;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key can be made", e);
        }
    }

    /** How many master keys there are. */
    synchronized int masterKeys() {
        return master.size();
    }

    private StreamingAead cipher(String exhibit, byte[] wrapped) throws GeneralSecurityException {
        return TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, wrapper(), bytes(exhibit))
                .getPrimitive(RegistryConfiguration.get(), StreamingAead.class);
    }

    /** Writes an encrypted file; closing it makes it whole. */
    public OutputStream write(String exhibit, byte[] wrapped, String name, Path to) throws IOException {
        try {
            Files.createDirectories(to.toAbsolutePath().getParent());
            return cipher(exhibit, wrapped)
                    .newEncryptingStream(
                            new BufferedOutputStream(Files.newOutputStream(to), 1 << 16), bytes(exhibit + "/" + name));
        } catch (GeneralSecurityException e) {
            throw new IOException("the key of exhibit " + exhibit + " cannot be opened", e);
        }
    }

    /** Reads an encrypted file from anywhere. Reading throws {@link IOException} where it was changed. */
    public SeekableByteChannel read(String exhibit, byte[] wrapped, String name, Path from) throws IOException {
        FileChannel channel = FileChannel.open(from, StandardOpenOption.READ);
        try {
            SeekableByteChannel clear =
                    cipher(exhibit, wrapped).newSeekableDecryptingChannel(channel, bytes(exhibit + "/" + name));
            // the channel knows its size only once it has read
            clear.read(ByteBuffer.allocate(1));
            return clear.position(0);
        } catch (GeneralSecurityException | IOException e) {
            channel.close();
            throw new IOException("exhibit " + exhibit + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
