package org.vigilia.proof.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of a journal: {@code {"entry":…,"previous":"…","hash":"…","key":"…","signature":"…"}}. The hash is SHA-256 over
 * the 32 bytes of the previous line's hash and then the UTF-8 text of the entry exactly as it stands in the line; the
 * signature is Ed25519 over the 32 bytes of the hash.
 *
 * @param text the entry as it stands in the line
 * @param entry the same, read
 * @param previous hash of the line before, {@link Hash#NONE} for the first
 * @param hash of this line
 * @param key id of the key that signed
 * @param signature Base64
 */
public record Line(String text, Entry entry, String previous, String hash, String key, String signature) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String HEAD = "{\"entry\":";
    private static final String TAIL = ",\"previous\":\"";

    /** Seals an entry. */
    public static Line seal(Entry entry, String previous, NodeKey key) {
        String text = JSON.writeValueAsString(entry);
        byte[] hash = hash(previous, text);
        String signature = Base64.getEncoder().encodeToString(key.sign(hash));
        return new Line(text, entry, previous, Hash.hex(hash), key.verifyKey().id(), signature);
    }

    /** Reads a line; throws {@link IllegalArgumentException} when it is none. Does not verify it. */
    public static Line parse(String line) {
        int tail = line.lastIndexOf(TAIL);
        if (!line.startsWith(HEAD) || tail < 0) {
            throw new IllegalArgumentException("no line of a journal");
        }
        String text = line.substring(HEAD.length(), tail);
        try {
            JsonNode seal = JSON.readTree("{" + line.substring(tail + 1));
            return new Line(
                    text,
                    JSON.readValue(text, Entry.class),
                    seal.path("previous").asString(),
                    seal.path("hash").asString(),
                    seal.path("key").asString(),
                    seal.path("signature").asString());
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no line of a journal", e);
        }
    }

    /** The line without its end of line. */
    public String write() {
        return HEAD + text + TAIL + previous + "\",\"hash\":\"" + hash + "\",\"key\":\"" + key + "\",\"signature\":\""
                + signature + "\"}";
    }

    /** Whether the hash is that of the entry after {@link #previous}. */
    public boolean holds() {
        try {
            return Hash.hex(hash(previous, text)).equals(hash);
        } catch (IllegalArgumentException noHash) {
            return false;
        }
    }

    /** Whether the key's owner signed it. */
    public boolean signedBy(VerifyKey owner) {
        try {
            return owner.id().equals(key)
                    && owner.verifies(Hash.bytes(hash), Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    private static byte[] hash(String previous, String text) {
        MessageDigest digest = Hash.start();
        digest.update(Hash.bytes(previous));
        return digest.digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
