package org.vigilia.vision.decode;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vigilia.contract.relay.StreamInfo;

/** One picture as a JPEG file: a key frame alone, when a camera's connection is tested; or a picture that is painted on. */
public final class Still {

    private Still() {}

    /**
     * Decodes a key frame alone.
     *
     * @param configuration avcC or hvcC record
     * @param keyFrame the access unit, NAL units with 4-byte lengths
     * @param maxWidthPx larger pictures are made smaller
     * @throws VideoUnreadable if the unit cannot be decoded by itself
     */
    public static byte[] jpeg(StreamInfo.Codec codec, byte[] configuration, ByteBuffer keyFrame, int maxWidthPx)
            throws VideoUnreadable {
        List<Picture> pictures = new ArrayList<>();
        try (UnitDecoder decoder = new UnitDecoder(codec, configuration);
                Darkroom darkroom = new Darkroom()) {
            UnitDecoder.Decoded decoded = decoder.decode(keyFrame, true, 0);
            pictures.addAll(decoded.pictures());
            if (pictures.isEmpty() && decoded.problem().isEmpty()) {
                pictures.addAll(decoder.drain().pictures());
            }
            if (pictures.isEmpty()) {
                throw new VideoUnreadable(
                        codec + " key frame: " + decoded.problem().orElse("it does not hold a whole picture"));
            }
            return darkroom.jpeg(pictures.get(0), maxWidthPx);
        } finally {
            pictures.forEach(Picture::close);
        }
    }

    /**
     * A picture's file, painted on, as JPEG of the same size.
     *
     * @throws VideoUnreadable if it is no picture
     */
    public static byte[] painted(Path file, Canvas.Brush brush) throws VideoUnreadable {
        try (FileDecoder pictures = FileDecoder.open(file);
                Canvas canvas = new Canvas(0);
                JpegEncoder jpeg = new JpegEncoder()) {
            Picture first = pictures.next();
            if (first == null) {
                throw new VideoUnreadable(file + ": holds no picture");
            }
            try (first) {
                canvas.take(first);
            }
            brush.paint(canvas, 0);
            return jpeg.encode(canvas);
        }
    }
}
