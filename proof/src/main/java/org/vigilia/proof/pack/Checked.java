package org.vigilia.proof.pack;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.vigilia.proof.journal.Hash;

/** The bytes of one file of a package, compared with its seal while they are read. Not thread-safe. */
final class Checked extends InputStream {
    private final InputStream in;
    private final FileSeal seal;
    private final MessageDigest whole = Hash.start();
    private final MessageDigest piece = Hash.start();
    private final CRC32 crc = new CRC32();
    private final List<Integer> changed = new ArrayList<>();
    private long left;
    private int number;
    private long leftInPiece;

    Checked(InputStream in, FileSeal seal) {
        this.in = in;
        this.seal = seal;
        left = seal.bytes();
        leftInPiece = seal.pieces().isEmpty() ? 0 : seal.pieces().get(0).bytes();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = in.read(into, offset, (int) Math.min(left, length));
        if (read < 0) {
            throw new EOFException("ends early");
        }
        whole.update(into, offset, read);
        crc.update(into, offset, read);
        left -= read;
        for (int at = offset, rest = read; rest > 0; ) {
            int now = (int) Math.min(rest, leftInPiece);
            piece.update(into, at, now);
            at += now;
            rest -= now;
            leftInPiece -= now;
            if (leftInPiece == 0) {
                endPiece();
            }
        }
        return read;
    }

    private void endPiece() {
        if (!Hash.hex(piece.digest()).equals(seal.pieces().get(number).sha256())) {
            changed.add(number);
        }
        number++;
        leftInPiece = number < seal.pieces().size() ? seal.pieces().get(number).bytes() : Long.MAX_VALUE;
    }

    void readAll() throws IOException {
        byte[] buffer = new byte[1 << 16];
        while (read(buffer, 0, buffer.length) >= 0) {
            // hashed on the way
        }
    }

    /** Numbers of the pieces that are not what was sealed; to be asked once all is read. */
    List<Integer> changed() {
        return changed;
    }

    /** Whether the hash of the whole holds; to be asked once, at the end. */
    boolean wholeHolds() {
        return Hash.hex(whole.digest()).equals(seal.sha256()) && crc.getValue() == seal.crc32();
    }
}
