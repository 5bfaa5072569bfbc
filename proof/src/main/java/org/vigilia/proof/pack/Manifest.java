package org.vigilia.proof.pack;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list of all that a package holds; {@code manifest.sig} is the signature of its bytes.
 *
 * @param format {@link #PLAIN} or {@link #ENCRYPTED}
 * @param version of the format; a reader refuses one it does not know
 * @param id of the package
 * @param made when, by whom, why
 * @param recipient for whom, when it went to an outsider; names the copy
 * @param about the case; null for an encrypted package, which tells nothing
 * @param exhibits in order
 * @param files that belong to no exhibit, in the order in which they lie in the package, before those of the exhibits
 * @param keys all that signed something; the first signed the manifest
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
        String format,
        int version,
        String id,
        Made made,
        @Nullable Recipient recipient,
        @Nullable About about,
        List<Exhibit> exhibits,
        List<FileSeal> files,
        List<Key> keys) {
    public static final String PLAIN = "vigilia-evidence";
    public static final String ENCRYPTED = "vigilia-evidence-encrypted";
    public static final int VERSION = 1;

    /** When, by whom, why and with what the package was made. */
    public record Made(Instant at, String by, String why, String software) {}

    /**
     * The outsider a copy was made for.
     *
     * @param share id of the share
     * @param label whom the share is for, in the words of who shared
     * @param viewer what tells this opening from others
     */
    public record Recipient(String share, String label, String viewer) {}

    /** The case. */
    public record About(String number, String title) {}

    /**
     * An exhibit.
     *
     * @param folder where its files lie
     * @param seal signed when it was made
     * @param custody up to the making of the package
     * @param timeStamps RFC 3161 tokens of the seal's text, each DER in Base64; null: none
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Exhibit(
            String folder,
            Seal.Signed seal,
            Custody custody,
            @Nullable List<String> timeStamps) {}

    /**
     * A public key.
     *
     * @param id the first 16 hexadecimal digits of the SHA-256 of the encoded key
     * @param key Ed25519, X.509 SubjectPublicKeyInfo in Base64
     * @param role evidence or recorder
     */
    public record Key(String id, String key, String role) {}
}
