package org.vigilia.sim.camera;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A looping scene: an Annex B byte stream (H.264 or H.265 annex B) cut into pictures, beginning with a key frame. Held
 * in memory once, whatever the number of cameras that show it. Immutable.
 *
 * @param codec by the file's name: {@code .h265} and {@code .hevc} are H.265, all others H.264
 * @param pictures at least one, the first a key frame
 * @param parameterSets the first of each kind, in the order VPS, SPS, PPS
 * @param analytics what the camera sees in it; may be empty
 */
record Clip(VideoCodec codec, List<Picture> pictures, List<byte[]> parameterSets, Analytics analytics) {

    static Clip read(Path file) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        VideoCodec codec = name.endsWith(".h265") || name.endsWith(".hevc") ? VideoCodec.H265 : VideoCodec.H264;
        Clip clip = from(codec, Files.readAllBytes(file));
        if (clip.pictures.isEmpty()) {
            throw new IOException(file + ": no key frame found; is it a " + codec + " byte stream?");
        }
        return new Clip(codec, clip.pictures, clip.parameterSets, Analytics.beside(file.toRealPath()));
    }

    static Clip from(VideoCodec codec, byte[] stream) {
        List<Picture> pictures = new ArrayList<>();
        Map<Integer, byte[]> sets = new LinkedHashMap<>();
        List<byte[]> units = new ArrayList<>();
        boolean sliceSeen = false;
        boolean key = false;
        for (byte[] unit : units(stream, codec)) {
            int type = codec.nalType(unit, 0);
            boolean begins = codec.isSlice(type) ? codec.isFirstSlice(unit, 0) : codec.beginsPicture(type);
            if (sliceSeen && begins) {
                add(pictures, units, key);
                units = new ArrayList<>();
                sliceSeen = false;
                key = false;
            }
            units.add(unit);
            if (codec.isSlice(type)) {
                sliceSeen = true;
                key |= codec.isKey(type);
            } else if (codec.isParameterSet(type)) {
                sets.putIfAbsent(type, unit);
            }
        }
        if (sliceSeen) {
            add(pictures, units, key);
        }
        List<byte[]> ordered = sets.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
        return new Clip(codec, List.copyOf(pictures), ordered, new Analytics(Map.of()));
    }

    private static void add(List<Picture> pictures, List<byte[]> units, boolean key) {
        if (key || !pictures.isEmpty()) {
            pictures.add(new Picture(List.copyOf(units), key));
        }
    }

    private static List<byte[]> units(byte[] stream, VideoCodec codec) {
        List<byte[]> units = new ArrayList<>();
        int start = -1;
        int zeros = 0;
        for (int i = 0; i < stream.length; i++) {
            if (stream[i] == 0) {
                zeros++;
                continue;
            }
            if (stream[i] == 1 && zeros >= 2) {
                addUnit(units, stream, start, i - zeros, codec);
                start = i + 1;
            }
            zeros = 0;
        }
        addUnit(units, stream, start, stream.length - zeros, codec);
        return units;
    }

    private static void addUnit(List<byte[]> units, byte[] stream, int start, int end, VideoCodec codec) {
        // an end-of-sequence unit is a header only; a slice that short is broken
        int header = codec.headerBytes();
        if (start >= 0
                && (end > start + header || end == start + header && !codec.isSlice(codec.nalType(stream, start)))) {
            units.add(Arrays.copyOfRange(stream, start, end));
        }
    }
}
