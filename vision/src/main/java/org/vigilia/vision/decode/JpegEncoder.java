package org.vigilia.vision.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Writes pictures as baseline JPEG, 4:2:0, at a quality of about 80 of 100. Not thread-safe. */
final class JpegEncoder implements AutoCloseable {

    /** MJPEG quantiser, 2 (best) to 31; 4 is close to what other encoders call 80. */
    private static final int QUANTISER = 4;

    private final Scaling scaling = new Scaling();

    byte[] encode(Picture picture, Crop crop, int maxWidthPx) {
        return encode(picture.frame(), crop, maxWidthPx);
    }

    /** As large as it is. */
    byte[] encode(Canvas canvas) {
        return encode(canvas.frame(), new Crop(0, 0, canvas.widthPx(), canvas.heightPx()), canvas.widthPx());
    }

    private byte[] encode(AVFrame from, Crop crop, int maxWidthPx) {
        double scale = Math.min(1, (double) maxWidthPx / crop.width());
        int width = Math.max(2, (int) Math.round(crop.width() * scale / 2) * 2);
        int height = Math.max(2, (int) Math.round(crop.height() * scale / 2) * 2);
        AVFrame small = av_frame_alloc();
        try {
            small.format(AV_PIX_FMT_YUVJ420P).width(width).height(height);
            if (av_frame_get_buffer(small, 64) < 0) {
                throw new OutOfMemoryError("no native memory for a picture of " + width + "x" + height);
            }
            scaling.run(from, crop, small, true);
            return encode(small);
        } finally {
            av_frame_free(small);
        }
    }

    private static byte[] encode(AVFrame frame) {
        AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
        AVCodecContext context = avcodec_alloc_context3(codec);
        AVPacket packet = av_packet_alloc();
        try {
            context.width(frame.width()).height(frame.height()).pix_fmt(AV_PIX_FMT_YUVJ420P);
            context.color_range(AVCOL_RANGE_JPEG);
            context.time_base().num(1).den(25);
            context.flags(context.flags() | AV_CODEC_FLAG_QSCALE).global_quality(FF_QP2LAMBDA * QUANTISER);
            context.thread_count(1);
            frame.quality(FF_QP2LAMBDA * QUANTISER).pts(0);
            int done = avcodec_open2(context, codec, (AVDictionary) null);
            if (done >= 0) {
                done = avcodec_send_frame(context, frame);
            }
            if (done >= 0) {
                done = avcodec_receive_packet(context, packet);
            }
            if (done < 0) {
                throw new IllegalStateException(
                        "JPEG of " + frame.width() + "x" + frame.height() + ": " + Native.message(done));
            }
            byte[] bytes = new byte[packet.size()];
            packet.data().get(bytes);
            av_packet_unref(packet);
            return bytes;
        } finally {
            av_packet_free(packet);
            avcodec_free_context(context);
        }
    }

    @Override
    public void close() {
        scaling.close();
    }
}
