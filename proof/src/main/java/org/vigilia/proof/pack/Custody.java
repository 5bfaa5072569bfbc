package org.vigilia.proof.pack;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.journal.NodeKey;

/**
 * Who did what with an exhibit, from its making on.
 *
 * @param links in order
 * @param checkpoints signatures of the chain as it stood
 */
public record Custody(List<Link> links, List<Checkpoint> checkpoints) {

    /**
     * An event.
     *
     * @param exhibit which
     * @param sequence 1, 2, … without holes
     * @param at when
     * @param who a person with their agency, or an outsider by the label of the share
     * @param what sealed, viewed, played, downloaded, shared, revoked, refused, redacted, exported, verified …
     * @param detail for people
     */
    public record Event(String exhibit, long sequence, Instant at, String who, String what, String detail) {}

    /**
     * An event, chained: its hash is SHA-256 over the 32 bytes of the previous hash and the UTF-8 bytes of the text.
     *
     * @param text the event as JSON, as it was hashed
     * @param previous hash of the link before; {@link Hash#NONE} for the first
     */
    public record Link(String text, String previous, String hash) {
        public static Link after(String previous, Event event) {
            String text = Texts.write(event);
            return new Link(text, previous, hash(previous, text));
        }

        public Event event() {
            return Texts.read(text, Event.class);
        }

        public boolean holds() {
            try {
                return hash(previous, text).equals(hash);
            } catch (IllegalArgumentException noHash) {
                return false;
            }
        }

        private static String hash(String previous, String text) {
            MessageDigest digest = Hash.start();
            digest.update(Hash.bytes(previous));
            return Hash.hex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The signature of a chain up to a link: Ed25519 over {@code custody EXHIBIT SEQUENCE HASH}. */
    public record Checkpoint(String exhibit, long sequence, String hash, String key, String signature) {
        public static Checkpoint sign(String exhibit, long sequence, String hash, NodeKey key) {
            return new Checkpoint(
                    exhibit, sequence, hash, key.verifyKey().id(), Texts.sign(key, text(exhibit, sequence, hash)));
        }

        String text() {
            return text(exhibit, sequence, hash);
        }

        private static String text(String exhibit, long sequence, String hash) {
            return "custody " + exhibit + " " + sequence + " " + hash;
        }
    }
}
