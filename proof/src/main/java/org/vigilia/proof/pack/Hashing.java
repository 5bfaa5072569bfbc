package org.vigilia.proof.pack;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.mp4.Clip;

/** Passes bytes on and hashes them on the way: the whole, and piece by piece. Not thread-safe. */
public final class Hashing extends OutputStream {
    private static final long DEFAULT_PIECE = 1 << 20;

    private final OutputStream out;
    private final List<Plan> plans;
    private final MessageDigest whole = Hash.start();
    private final MessageDigest piece = Hash.start();
    private final CRC32 crc = new CRC32();
    private final List<Piece> pieces = new ArrayList<>();
    private long bytes;
    private long inPiece;

    /** A piece to come. */
    private record Plan(long bytes, Piece like) {}

    private Hashing(OutputStream out, List<Plan> plans) {
        this.out = out;
        this.plans = plans;
    }

    /** Pieces of one MiB. */
    public static Hashing plain(OutputStream out) {
        return new Hashing(out, List.of());
    }

    /** The clip's header, then a piece for each stretch. */
    public static Hashing of(Clip clip, OutputStream out) {
        List<Plan> plans = new ArrayList<>();
        plans.add(new Plan(clip.headerBytes(), new Piece(0, "", null, null, null)));
        for (Clip.Stretch stretch : clip.stretches()) {
            long atMs = Math.floorDiv(stretch.atMicros() - clip.shown().first(), 1000L);
            plans.add(new Plan(
                    stretch.bytes(),
                    new Piece(0, "", atMs, stretch.source().entry().number(), stretch.position())));
        }
        return new Hashing(out, plans);
    }

    /** Pieces of the lengths given, then of one MiB. */
    public static Hashing at(List<Long> lengths, OutputStream out) {
        return new Hashing(
                out,
                lengths.stream()
                        .map(length -> new Plan(length, new Piece(0, "", null, null, null)))
                        .toList());
    }

    private long wanted() {
        return pieces.size() < plans.size() ? plans.get(pieces.size()).bytes() : DEFAULT_PIECE;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        whole.update(from, offset, length);
        crc.update(from, offset, length);
        bytes += length;
        for (int at = offset, left = length; left > 0; ) {
            int now = (int) Math.min(left, wanted() - inPiece);
            piece.update(from, at, now);
            inPiece += now;
            at += now;
            left -= now;
            if (inPiece == wanted()) {
                endPiece();
            }
        }
        out.write(from, offset, length);
    }

    private void endPiece() {
        Piece like =
                pieces.size() < plans.size() ? plans.get(pieces.size()).like() : new Piece(0, "", null, null, null);
        pieces.add(new Piece(inPiece, Hash.hex(piece.digest()), like.atMs(), like.segment(), like.position()));
        inPiece = 0;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** What went through. To be called once, at the end. */
    public FileSeal seal(String name, String mediaType) {
        if (inPiece > 0) {
            endPiece();
        }
        return new FileSeal(name, mediaType, bytes, Hash.hex(whole.digest()), crc.getValue(), List.copyOf(pieces));
    }
}
