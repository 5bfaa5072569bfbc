package org.vigilia.sim.camera;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What a pretend camera's microphone hears, over and over: made from the file {@code CLIP.sound} beside the clip, where
 * there is one. Each line is a word and its numbers:
 *
 * <ul>
 *   <li>{@code recording NAME.aac}, alone: ADTS frames beside this file, instead of all that follows
 *   <li>{@code coding PCMU} (8 kHz) or {@code coding L16} (16 kHz, the usual one)
 *   <li>{@code length 60}: seconds until it begins anew
 *   <li>{@code seed 1}
 *   <li>{@code street 0.01}: noise of traffic, its amplitude, full scale 1
 *   <li>{@code bang 12.5 0.6}, {@code glass 20 0.5}, {@code siren 30 0.3 8}: at which second, amplitude, and for how many
 *       seconds
 * </ul>
 *
 * @param coding "PCMU", "L16" or "MPEG4-GENERIC", as SDP names it
 * @param rate samples a second
 * @param samples in a piece; 20 ms where it is not AAC
 * @param format what SDP says of it further; may be empty
 * @param pieces payloads of RTP
 */
record Soundtrack(String coding, int rate, int samples, String format, List<byte[]> pieces) {

    private static final int PIECES_A_SECOND = 50;
    private static final String RECORDING = "recording ";

    private static final double LONGEST_SECONDS = 600;

    /** Null when the clip has no such file. */
    static @Nullable Soundtrack beside(Path clip) throws IOException {
        Path file = clip.resolveSibling(clip.getFileName() + ".sound");
        if (!Files.exists(file)) {
            return null;
        }
        List<String> lines = Files.readAllLines(file);
        if (!lines.isEmpty() && lines.get(0).startsWith(RECORDING)) {
            return AacRecording.read(file.resolveSibling(
                    lines.get(0).substring(RECORDING.length()).strip()));
        }
        return parse(lines);
    }

    /** @throws IllegalArgumentException for a line that is none of those above; says which */
    static Soundtrack parse(List<String> lines) {
        String coding = "L16";
        double length = 30;
        long seed = 1;
        for (String line : lines) {
            String[] words = line.strip().split("\\s+", -1);
            switch (words[0]) {
                case "coding" -> coding = word(line, words).toUpperCase(Locale.ROOT);
                case "length" -> length = number(line, words, 1);
                case "seed" -> seed = (long) number(line, words, 1);
                case "", "street", "bang", "glass", "siren" -> {}
                default -> throw new IllegalArgumentException("a sound file does not know '" + line + "'");
            }
        }
        if (!coding.equals("PCMU") && !coding.equals("L16") || !(length >= 1 && length <= LONGEST_SECONDS)) {
            throw new IllegalArgumentException(
                    "a sound file is coded PCMU or L16 and lasts 1 to " + LONGEST_SECONDS + " s");
        }
        int rate = coding.equals("PCMU") ? 8_000 : 16_000;
        Noises noises = new Noises(new double[(int) length * rate], rate, new Random(seed));
        for (String line : lines) {
            String[] words = line.strip().split("\\s+", -1);
            switch (words[0]) {
                case "street" -> noises.street(number(line, words, 1));
                case "bang" -> noises.bang(number(line, words, 1), number(line, words, 2));
                case "glass" -> noises.glass(number(line, words, 1), number(line, words, 2));
                case "siren" -> noises.siren(number(line, words, 1), number(line, words, 2), number(line, words, 3));
                default -> {}
            }
        }
        int size = rate / PIECES_A_SECOND;
        return new Soundtrack(coding, rate, size, "", code(noises.samples(), coding, size));
    }

    private static String word(String line, String[] words) {
        if (words.length != 2) {
            throw new IllegalArgumentException("a sound file needs one word after the first in '" + line + "'");
        }
        return words[1];
    }

    private static double number(String line, String[] words, int at) {
        try {
            double value = at < words.length ? Double.parseDouble(words[at]) : Double.NaN;
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a sound file needs numbers in '" + line + "'", e);
        }
        throw new IllegalArgumentException("a sound file needs " + at + " numbers from 0 up in '" + line + "'");
    }

    private static List<byte[]> code(double[] samples, String coding, int size) {
        byte[][] pieces = new byte[samples.length / size][];
        for (int p = 0; p < pieces.length; p++) {
            ByteBuffer out = ByteBuffer.allocate(coding.equals("L16") ? 2 * size : size);
            for (int i = 0; i < size; i++) {
                int value = (int) Math.max(-32_768, Math.min(32_767, Math.round(samples[p * size + i] * 32_768)));
                if (coding.equals("L16")) {
                    out.putShort((short) value);
                } else {
                    out.put(companded(value));
                }
            }
            pieces[p] = out.array();
        }
        return List.of(pieces);
    }

    /** G.711 µ-law of a 16-bit sample: sign, three bits of exponent, four of what follows, all inverted. */
    static byte companded(int sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int size = Math.min(Math.abs(sample), 32_635) + 0x84;
        int exponent = 24 - Integer.numberOfLeadingZeros(size);
        int mantissa = size >> exponent + 3 & 0x0f;
        return (byte) ~(sign | exponent << 4 | mantissa);
    }
}
