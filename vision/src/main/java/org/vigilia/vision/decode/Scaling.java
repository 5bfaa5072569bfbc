package org.vigilia.vision.decode;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import org.bytedeco.ffmpeg.avutil.AVComponentDescriptor;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * One native scaler that is kept between pictures and rebuilt when sizes or formats change.
 *
 * <p>The bilinear filter widens when it makes a picture smaller, so thin things do not flicker away. Colours follow the
 * range and matrix that the stream declares (ITU-R BT.709 or BT.601).
 */
final class Scaling implements AutoCloseable {

    private final PointerPointer<BytePointer> from = new PointerPointer<>(4);
    private final IntPointer fromStrides = new IntPointer(4);
    private final PointerPointer<BytePointer> to = new PointerPointer<>(4);
    private final IntPointer toStrides = new IntPointer(4);
    private @Nullable SwsContext context;
    private String colours = "";

    /** Scales into one interleaved plane. */
    void run(AVFrame frame, Crop crop, int format, int width, int height, BytePointer target, int rowBytes) {
        to.put(0, target);
        for (int i = 1; i < 4; i++) {
            to.put(i, (BytePointer) null);
        }
        toStrides.put(0, rowBytes).put(1, 0).put(2, 0).put(3, 0);
        run(frame, crop, format, width, height, false, to, toStrides);
    }

    /** Scales into a frame whose planes are allocated. */
    void run(AVFrame frame, Crop crop, AVFrame target, boolean fullRange) {
        for (int i = 0; i < 4; i++) {
            to.put(i, target.data(i));
            toStrides.put(i, target.linesize(i));
        }
        run(frame, crop, target.format(), target.width(), target.height(), fullRange, to, toStrides);
    }

    private void run(
            AVFrame frame,
            Crop crop,
            int format,
            int width,
            int height,
            boolean fullRange,
            PointerPointer<BytePointer> planes,
            IntPointer strides) {
        SwsContext before = context;
        SwsContext scaler = sws_getCachedContext(
                context,
                crop.width(),
                crop.height(),
                frame.format(),
                width,
                height,
                format,
                SWS_BILINEAR,
                (SwsFilter) null,
                (SwsFilter) null,
                (DoublePointer) null);
        if (scaler == null) {
            context = null;
            throw new IllegalStateException("no scaler from " + crop + " format " + frame.format() + " to " + width
                    + "x" + height + " format " + format);
        }
        context = scaler;
        setColours(scaler, frame, fullRange, before == null || before.address() != scaler.address());
        AVPixFmtDescriptor layout = av_pix_fmt_desc_get(frame.format());
        for (int plane = 0; plane < 4; plane++) {
            BytePointer data = frame.data(plane);
            int stride = frame.linesize(plane);
            fromStrides.put(plane, stride);
            if (data == null || data.isNull()) {
                from.put(plane, (BytePointer) null);
            } else {
                long offset = offset(layout, plane, crop, stride);
                from.put(plane, new BytePointer(data).position(data.position() + offset));
            }
        }
        sws_scale(scaler, from, fromStrides, 0, crop.height(), planes, strides);
    }

    /** Bytes from the start of a plane to the first pixel of the crop. */
    private static long offset(AVPixFmtDescriptor layout, int plane, Crop crop, int stride) {
        if (crop.left() == 0 && crop.top() == 0) {
            return 0;
        }
        for (int i = 0; i < layout.nb_components(); i++) {
            AVComponentDescriptor component = layout.comp(i);
            if (component.plane() == plane) {
                boolean chroma = i == 1 || i == 2;
                long x = chroma ? crop.left() >> layout.log2_chroma_w() : crop.left();
                long y = chroma ? crop.top() >> layout.log2_chroma_h() : crop.top();
                return y * stride + x * component.step();
            }
        }
        return 0;
    }

    private void setColours(SwsContext scaler, AVFrame frame, boolean fullRangeOut, boolean isNew) {
        boolean fullRangeIn = frame.color_range() == AVCOL_RANGE_JPEG;
        int matrix = frame.colorspace() == AVCOL_SPC_BT709 ? SWS_CS_ITU709 : SWS_CS_ITU601;
        String wanted = matrix + "/" + fullRangeIn + "/" + fullRangeOut;
        if (isNew || !wanted.equals(colours)) {
            colours = wanted;
            sws_setColorspaceDetails(
                    scaler,
                    sws_getCoefficients(matrix),
                    fullRangeIn ? 1 : 0,
                    sws_getCoefficients(SWS_CS_ITU601),
                    fullRangeOut ? 1 : 0,
                    0,
                    1 << 16,
                    1 << 16);
        }
    }

    @Override
    public void close() {
        sws_freeContext(context);
        context = null;
        from.close();
        fromStrides.close();
        to.close();
        toStrides.close();
    }
}
