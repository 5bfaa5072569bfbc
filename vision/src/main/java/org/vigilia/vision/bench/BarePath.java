package org.vigilia.vision.bench;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;
import org.vigilia.vision.models.ModelCard;

/**
 * The limit of {@link VisionBench}: the least that analysing a frame can cost with these two engines. FFmpeg decodes
 * each frame and throws it away; ONNX Runtime runs the network on one constant tensor. Nothing in between.
 */
final class BarePath implements AutoCloseable {

    private final AVFormatContext format = new AVFormatContext(null);
    private final AVCodecContext decoder;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final int video;
    private final OrtSession session;
    private final OnnxTensor constant;
    private final String input;

    BarePath(Path file, ModelCard card) throws OrtException {
        if (avformat_open_input(format, file.toString(), (AVInputFormat) null, (AVDictionary) null) < 0
                || avformat_find_stream_info(format, (PointerPointer<?>) null) < 0) {
            throw new IllegalArgumentException(file + ": cannot be read");
        }
        int stream = 0;
        while (format.streams(stream).codecpar().codec_type() != AVMEDIA_TYPE_VIDEO) {
            stream++;
        }
        video = stream;
        AVCodec codec = avcodec_find_decoder(format.streams(video).codecpar().codec_id());
        decoder = avcodec_alloc_context3(codec);
        avcodec_parameters_to_context(decoder, format.streams(video).codecpar());
        decoder.thread_count(1);
        avcodec_open2(decoder, codec, (AVDictionary) null);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            String network = card.folder().resolve(ModelCard.NETWORK).toString();
            session = OrtEnvironment.getEnvironment().createSession(network, options);
        }
        int values = card.input().widthPx() * card.input().heightPx() * 3;
        if (card.input().bytes()) {
            long[] dims = {1, card.input().heightPx(), card.input().widthPx(), 3};
            constant = OnnxTensor.createTensor(
                    OrtEnvironment.getEnvironment(), ByteBuffer.allocateDirect(values), dims, OnnxJavaType.UINT8);
        } else {
            long[] dims = {1, 3, card.input().heightPx(), card.input().widthPx()};
            ByteBuffer zeros = ByteBuffer.allocateDirect(4 * values).order(ByteOrder.nativeOrder());
            constant = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), zeros.asFloatBuffer(), dims);
        }
        input = session.getInputNames().iterator().next();
    }

    /** Decodes the next frame and runs the network once; false at the end of the file. */
    boolean step() throws OrtException {
        while (avcodec_receive_frame(decoder, frame) < 0) {
            if (av_read_frame(format, packet) < 0) {
                return false;
            }
            if (packet.stream_index() == video) {
                avcodec_send_packet(decoder, packet);
            }
            av_packet_unref(packet);
        }
        session.run(Map.of(input, constant)).close();
        return true;
    }

    @Override
    public void close() throws OrtException {
        constant.close();
        session.close();
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(decoder);
        avformat_close_input(format);
    }
}
