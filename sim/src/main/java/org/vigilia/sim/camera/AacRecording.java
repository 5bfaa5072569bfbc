package org.vigilia.sim.camera;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sound as AAC: made by ffmpeg into a file of ADTS frames (ISO/IEC 14496-3, 1.A.2.2), and read from there for RTP. */
public final class AacRecording {
    /** Samples in a frame. */
    static final int FRAME = 1024;

    private static final int[] RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000
    };
    private static final int HEAD = 7;

    private AacRecording() {}

    /** Makes a file of what the lines of a sound file describe, see {@link Soundtrack}. */
    public static void make(Path ffmpeg, List<String> lines, Path out) throws IOException, InterruptedException {
        Soundtrack track = Soundtrack.parse(lines);
        ProcessBuilder builder = new ProcessBuilder(
                        ffmpeg.toString(),
                        "-v",
                        "error",
                        "-y",
                        "-f",
                        "s16be",
                        "-ar",
                        String.valueOf(track.rate()),
                        "-ac",
                        "1",
                        "-i",
                        "pipe:0",
                        "-c:a",
                        "aac",
                        "-b:a",
                        "48k",
                        "-f",
                        "adts",
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        ClipCommand.findsItsLibraries(builder, ffmpeg);
        Process encoder = builder.start();
        try (OutputStream samples = encoder.getOutputStream()) {
            for (byte[] piece : track.pieces()) {
                samples.write(piece);
            }
        }
        int status = encoder.waitFor();
        if (status != 0) {
            throw new IOException("making " + out + " ended with status " + status);
        }
    }

    /** A file's frames as payloads of RTP, one in each (RFC 3640, 3.3.6: mode AAC-hbr). */
    static Soundtrack read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        List<byte[]> pieces = new ArrayList<>();
        int rate = 0;
        String format = "";
        while (bytes.remaining() > HEAD) {
            int begin = bytes.position();
            long head = bytes.getLong(begin) >>> 8;
            int length = (int) (head >> 13) & 0x1fff;
            int rateIndex = (int) (head >> 34) & 15;
            boolean checked = (head >> 40 & 1) == 0;
            int headLength = checked ? HEAD + 2 : HEAD;
            if (head >> 44 != 0xfff
                    || rateIndex >= RATES.length
                    || length <= headLength
                    || length > bytes.remaining()) {
                throw new IOException(file + " is no file of ADTS frames");
            }
            int configuration = (int) ((head >> 38 & 3) + 1) << 11 | rateIndex << 7 | (int) (head >> 30 & 7) << 3;
            rate = RATES[rateIndex];
            format = String.format(
                    Locale.ROOT,
                    "streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;"
                            + "config=%04x",
                    configuration);
            int size = length - headLength;
            byte[] piece = new byte[4 + size];
            ByteBuffer.wrap(piece).putShort((short) 16).putShort((short) (size << 3));
            bytes.position(begin + headLength).get(piece, 4, size);
            pieces.add(piece);
        }
        return new Soundtrack("MPEG4-GENERIC", rate, FRAME, format, List.copyOf(pieces));
    }
}
