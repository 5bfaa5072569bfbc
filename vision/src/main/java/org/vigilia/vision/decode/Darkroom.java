package org.vigilia.vision.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.vigilia.contract.scene.Box;

/**
 * Makes ordinary pixels and JPEG files out of decoded pictures, at the size that is wanted.
 *
 * <p>Keeps the native scalers of each use between calls, because setting one up costs more than using it. Not
 * thread-safe; one per thread or camera.
 */
public final class Darkroom implements AutoCloseable {

    private final Scaling network = new Scaling();
    private final Scaling grey = new Scaling();
    private final Scaling colour = new Scaling();
    private final JpegEncoder jpeg = new JpegEncoder();

    /** Order of the bytes of a pixel. */
    public enum Channels {
        RGB,
        BGR
    }

    public Darkroom() {
        Native.opened();
    }

    /**
     * Scales the whole picture into part of a buffer of interleaved 8-bit pixels.
     *
     * @param target a direct buffer, filled from its position; the position is left as it was
     * @param widthPx width to scale to
     * @param heightPx height to scale to
     * @param rowBytes bytes from one row to the next, at least {@code 3 * widthPx}
     */
    public void scale(Picture picture, Channels order, ByteBuffer target, int widthPx, int heightPx, int rowBytes) {
        int needed = rowBytes * (heightPx - 1) + 3 * widthPx;
        if (!target.isDirect() || target.remaining() < needed || rowBytes < 3 * widthPx) {
            throw new IllegalArgumentException("a direct buffer of " + needed + " bytes is needed, rows of " + rowBytes
                    + " bytes for " + widthPx + "x" + heightPx + " pixels; got " + target);
        }
        int format = order == Channels.BGR ? AV_PIX_FMT_BGR24 : AV_PIX_FMT_RGB24;
        try (BytePointer start = new BytePointer(target)) {
            network.run(picture.frame(), Crop.whole(picture), format, widthPx, heightPx, start, rowBytes);
        }
    }

    /** Brightness 0..255, row by row, for telling a black, frozen or moved camera. */
    public byte[] grey(Picture picture, int widthPx, int heightPx) {
        return pixels(grey, picture, Crop.whole(picture), AV_PIX_FMT_GRAY8, widthPx, heightPx, 1);
    }

    /** RGB pixels of a part of the picture, row by row, three bytes a pixel. Parts outside the picture are cut off. */
    public byte[] rgb(Picture picture, Box part, int widthPx, int heightPx) {
        return pixels(colour, picture, Crop.of(picture, part), AV_PIX_FMT_RGB24, widthPx, heightPx, 3);
    }

    /** The whole picture as a JPEG file, made smaller to at most {@code maxWidthPx}, never larger. */
    public byte[] jpeg(Picture picture, int maxWidthPx) {
        return jpeg.encode(picture, Crop.whole(picture), maxWidthPx);
    }

    /** A part of the picture as a JPEG file, made smaller to at most {@code maxWidthPx}, never larger. */
    public byte[] jpeg(Picture picture, Box part, int maxWidthPx) {
        return jpeg.encode(picture, Crop.of(picture, part), maxWidthPx);
    }

    private static byte[] pixels(
            Scaling scaling, Picture picture, Crop crop, int format, int widthPx, int heightPx, int bytesPerPixel) {
        byte[] pixels = new byte[widthPx * heightPx * bytesPerPixel];
        // rows padded to 64 bytes: the native code writes whole vectors
        int rowBytes = (widthPx * bytesPerPixel + 63) / 64 * 64;
        try (BytePointer rows = new BytePointer((long) rowBytes * heightPx + 64)) {
            scaling.run(picture.frame(), crop, format, widthPx, heightPx, rows, rowBytes);
            int used = widthPx * bytesPerPixel;
            for (int y = 0; y < heightPx; y++) {
                rows.position((long) y * rowBytes).get(pixels, y * used, used);
            }
            rows.position(0);
        }
        return pixels;
    }

    @Override
    public void close() {
        network.close();
        grey.close();
        colour.close();
        jpeg.close();
        Native.closed();
    }
}
