package org.vigilia.sim.camera;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a clip that pretend cameras can loop out of pictures that are drawn one after the other; coded as {@link
 * ClipCommand} codes footage. The clip stands under its name only once {@link #finish} returned. Not thread-safe.
 */
public final class ClipWriter implements AutoCloseable {

    private static final String KBIT = "1200";

    private final Process encoder;
    private final OutputStream pictures;
    private final ByteBuffer buffer;
    private final Path part;
    private final Path clip;
    private final Path said;

    private ClipWriter(Process encoder, ByteBuffer buffer, Path part, Path clip, Path said) {
        this.encoder = encoder;
        this.pictures = encoder.getOutputStream();
        this.buffer = buffer;
        this.part = part;
        this.clip = clip;
        this.said = said;
    }

    /** Starts the encoder. */
    public static ClipWriter open(Path ffmpeg, Path clip, int widthPx, int heightPx, int fps) throws IOException {
        Path part = clip.resolveSibling(clip.getFileName() + ".part");
        Path said = Files.createTempFile("vigilia-clip", ".txt");
        List<String> line = new ArrayList<>(List.of(
                ffmpeg.toString(), "-hide_banner", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr0"));
        line.addAll(List.of("-s", widthPx + "x" + heightPx, "-r", String.valueOf(fps), "-i", "pipe:0"));
        line.addAll(List.of("-vf", "format=yuv420p"));
        line.addAll(ClipCommand.coding(fps, KBIT));
        line.add(part.toString());
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile());
        ClipCommand.findsItsLibraries(builder, ffmpeg);
        ByteBuffer buffer = ByteBuffer.allocate(widthPx * heightPx * 4).order(ByteOrder.LITTLE_ENDIAN);
        return new ClipWriter(builder.start(), buffer, part, clip, said);
    }

    /**
     * The next picture.
     *
     * @param pixels row by row, 0xRRGGBB
     * @throws IOException also when the encoder gave up; its last words are on standard error
     */
    public void write(int[] pixels) throws IOException {
        buffer.asIntBuffer().put(pixels);
        try {
            pictures.write(buffer.array());
        } catch (IOException e) {
            complain();
            throw e;
        }
    }

    /** Waits until all is written. */
    public void finish() throws IOException, InterruptedException {
        pictures.close();
        int status = encoder.waitFor();
        if (status != 0) {
            complain();
            throw new IOException("the encoder ended with status " + status);
        }
        Clip.read(part);
        Files.move(part, clip, StandardCopyOption.REPLACE_EXISTING);
    }

    private void complain() throws IOException {
        Files.readString(said, StandardCharsets.ISO_8859_1).lines().forEach(System.err::println);
    }

    /** Ends the encoder if it still runs, and leaves no half clip. */
    @Override
    public void close() throws IOException {
        encoder.destroy();
        Files.deleteIfExists(part);
        Files.deleteIfExists(said);
    }
}
