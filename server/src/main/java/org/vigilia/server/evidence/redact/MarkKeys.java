package org.vigilia.server.evidence.redact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;
import org.vigilia.server.evidence.EvidenceStore;

/**
 * The key of each opening's hidden mark: HMAC-SHA-256 of its id under {@code evidence-mark.key}. So nothing secret is kept
 * of an opening, and whoever has the database cannot tell or forge its mark. Thread-safe.
 */
@Component
final class MarkKeys {
    private static final String FILE = "evidence-mark.key";

    private final SecretKeySpec secret;

    MarkKeys(EvidenceStore store) throws IOException {
        Path file = store.secret(FILE);
        if (!Files.exists(file)) {
            byte[] fresh = new byte[32];
            new SecureRandom().nextBytes(fresh);
            store.writeSecret(FILE, HexFormat.of().formatHex(fresh));
        }
        secret =
                new SecretKeySpec(HexFormat.of().parseHex(Files.readString(file).strip()), "HmacSHA256");
    }

    byte[] of(String opening) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac.doFinal(("mark " + opening).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
