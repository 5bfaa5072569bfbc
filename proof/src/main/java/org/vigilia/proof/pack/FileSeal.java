package org.vigilia.proof.pack;

import java.util.List;

/**
 * A file and its hashes.
 *
 * @param name letters, digits, {@code . _ - /}; below the exhibit's folder, or of the package for its own files
 * @param mediaType as in RFC 6838
 * @param bytes length
 * @param sha256 of the whole
 * @param crc32 as ZIP wants it
 * @param pieces cover the file without holes
 */
public record FileSeal(String name, String mediaType, long bytes, String sha256, long crc32, List<Piece> pieces) {
    /** The same under another name. */
    public FileSeal named(String other) {
        return new FileSeal(other, mediaType, bytes, sha256, crc32, pieces);
    }
}
