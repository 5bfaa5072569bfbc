package org.vigilia.media.codec;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.relay.StreamInfo.Codec;

/**
 * The parameter sets of one stream. New ones are on trial until a whole key picture uses them: noise that happens to
 * look like a parameter set must not replace a good one. Not thread-safe.
 */
public final class ParameterSets {
    private static final int MAX_BYTES = 4096;
    private static final int MAX_SETS = 64;

    private final Codec codec;
    /** By type of NAL unit, then id. */
    private final Map<Integer, byte[]> settled = new TreeMap<>();

    private final Map<Integer, byte[]> trial = new TreeMap<>();

    public ParameterSets(Codec codec) {
        this.codec = codec;
    }

    Codec codec() {
        return codec;
    }

    /** Takes a whole NAL unit; what is no readable parameter set is ignored. */
    public void offer(byte[] unit) {
        if (unit.length <= NalUnits.headerBytes(codec) || unit.length > MAX_BYTES || trial.size() >= MAX_SETS) {
            return;
        }
        try {
            int type = NalUnits.type(codec, unit[0] & 0xff);
            int key = type << 8 | id(type, unit);
            if (!Arrays.equals(settled.get(key), unit) || trial.containsKey(key)) {
                trial.put(key, unit);
            }
        } catch (Malformed notReadable) {
            trial.clear();
        }
    }

    /**
     * Takes a set that the camera announced before the stream (in SDP): believed until one inside the stream replaces
     * it, since some cameras send theirs nowhere else.
     */
    public void announce(byte[] unit) {
        trial.clear();
        offer(unit);
        settled.putAll(trial);
        trial.clear();
    }

    private int id(int type, byte[] unit) throws Malformed {
        if (codec == Codec.H264) {
            return type == 7 ? H264Sps.parse(unit).id() : new BitReader(unit, 1, unit.length).ue(255);
        }
        BitReader in = new BitReader(unit, 2, unit.length);
        return switch (type) {
            case 32 -> in.small(4);
            case 33 -> H265Sps.parse(unit).id();
            default -> in.ue(63);
        };
    }

    private int pictureSetType() {
        return codec == Codec.H264 ? 8 : 34;
    }

    private int sequenceSetType() {
        return codec == Codec.H264 ? 7 : 33;
    }

    private byte @Nullable [] find(int type, int id) {
        byte[] fresh = trial.get(type << 8 | id);
        return fresh != null ? fresh : settled.get(type << 8 | id);
    }

    boolean hasPictureSet(int id) {
        return find(pictureSetType(), id) != null;
    }

    void forgetTrial() {
        trial.clear();
    }

    /** Whether sets are on trial. */
    boolean hasNews() {
        return !trial.isEmpty();
    }

    /** Keeps what was on trial, and tells what the stream now is; throws and keeps the old when that makes no sense. */
    VideoFormat settle(int pictureSet) throws Malformed {
        try {
            byte[] picture = find(pictureSetType(), pictureSet);
            if (picture == null) {
                throw new Malformed("picture uses an unknown parameter set");
            }
            byte[] sequence = find(sequenceSetType(), sequenceId(picture));
            if (sequence == null) {
                throw new Malformed("sequence parameter set missing");
            }
            boolean newSequence = trial.keySet().stream().anyMatch(key -> key >> 8 == sequenceSetType());
            boolean newPicture = trial.keySet().stream().anyMatch(key -> key >> 8 == pictureSetType());
            if (newSequence && newPicture) {
                settled.keySet().removeIf(key -> key >> 8 != 32 || codec == Codec.H264);
            }
            settled.putAll(trial);
            return codec == Codec.H264 ? avc(sequence) : hevc(sequence);
        } finally {
            trial.clear();
        }
    }

    private int sequenceId(byte[] picture) throws Malformed {
        int header = NalUnits.headerBytes(codec);
        BitReader in = new BitReader(picture, header, picture.length);
        in.ue(255);
        return in.ue(31);
    }

    private List<byte[]> all(int type) {
        return settled.entrySet().stream()
                .filter(entry -> entry.getKey() >> 8 == type)
                .map(Map.Entry::getValue)
                .toList();
    }

    private VideoFormat avc(byte[] unit) throws Malformed {
        H264Sps sps = H264Sps.parse(unit);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.write(new byte[] {1, unit[1], unit[2], unit[3], (byte) 0xff, (byte) 0xe1});
            write(out, unit);
            List<byte[]> pictureSets = all(8);
            out.writeByte(pictureSets.size());
            for (byte[] set : pictureSets) {
                write(out, set);
            }
            if (H264Sps.hasChroma(sps.profile())) {
                out.writeByte(0xfc | sps.chromaFormat());
                out.writeByte(0xf8 | sps.lumaDepth() - 8);
                out.writeByte(0xf8 | sps.chromaDepth() - 8);
                out.writeByte(0);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new VideoFormat(codec, sps.codecString(), sps.widthPx(), sps.heightPx(), sps.fps(), bytes.toByteArray());
    }

    private VideoFormat hevc(byte[] unit) throws Malformed {
        H265Sps sps = H265Sps.parse(unit);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeByte(1);
            out.writeByte(sps.tier());
            out.writeInt((int) sps.compatibility());
            out.writeShort((int) (sps.constraints() >> 32));
            out.writeInt((int) sps.constraints());
            out.writeByte(sps.level());
            out.writeShort(0xf000);
            out.writeByte(0xfc);
            out.writeByte(0xfc | sps.chromaFormat());
            out.writeByte(0xf8 | sps.lumaDepth() - 8);
            out.writeByte(0xf8 | sps.chromaDepth() - 8);
            out.writeShort(0);
            out.writeByte(sps.layers() << 3 | (sps.nested() ? 4 : 0) | 3);
            out.writeByte(3);
            for (int type = 32; type <= 34; type++) {
                List<byte[]> sets = type == 33 ? List.of(unit) : all(type);
                out.writeByte(0x80 | type);
                out.writeShort(sets.size());
                for (byte[] set : sets) {
                    write(out, set);
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new VideoFormat(codec, sps.codecString(), sps.widthPx(), sps.heightPx(), 0, bytes.toByteArray());
    }

    private static void write(DataOutputStream out, byte[] unit) throws IOException {
        out.writeShort(unit.length);
        out.write(unit);
    }
}
