package org.vigilia.proof.pack;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.vigilia.proof.journal.NodeKey;
import org.vigilia.proof.journal.VerifyKey;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON that is signed as it stands. */
final class Texts {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Texts() {}

    static String write(Object value) {
        return JSON.writeValueAsString(value);
    }

    /** Throws {@link IllegalArgumentException} when the text is no such thing. */
    static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not what it should be: " + e.getOriginalMessage(), e);
        }
    }

    static String sign(NodeKey key, String text) {
        return Base64.getEncoder().encodeToString(key.sign(text.getBytes(StandardCharsets.UTF_8)));
    }

    static boolean verifies(VerifyKey key, String text, String signature) {
        try {
            return key.verifies(
                    text.getBytes(StandardCharsets.UTF_8), Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }
}
