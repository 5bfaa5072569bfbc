package org.vigilia.vision.source;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;
import org.junit.jupiter.api.Assumptions;

/** The access units of an H.264 clip in an MP4 file, as media would relay them. */
public record ClipUnits(byte[] configuration, int widthPx, int heightPx, List<Unit> units) {

    /** One access unit. */
    public record Unit(byte[] bytes, boolean keyFrame) {}

    /** Finds a clip beside the repository; skips the test where it is not there. */
    public static Path footage(String name) {
        String told = System.getenv("VIGILIA_SHARED");
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        Path shared = told != null ? Path.of(told) : root == null ? Path.of("shared") : root.resolve("../shared");
        Path file = shared.resolve("footage").resolve(name);
        Assumptions.assumeTrue(Files.isRegularFile(file), "needs " + file);
        return file;
    }

    public static ClipUnits read(Path file, int most) {
        AVFormatContext format = new AVFormatContext(null);
        if (avformat_open_input(format, file.toString(), (AVInputFormat) null, (AVDictionary) null) < 0) {
            throw new IllegalStateException("cannot open " + file);
        }
        avformat_find_stream_info(format, (PointerPointer<?>) null);
        int index = 0;
        while (format.streams(index).codecpar().codec_type() != AVMEDIA_TYPE_VIDEO) {
            index++;
        }
        AVStream stream = format.streams(index);
        byte[] configuration = new byte[stream.codecpar().extradata_size()];
        stream.codecpar().extradata().get(configuration);
        List<Unit> units = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        while (units.size() < most && av_read_frame(format, packet) >= 0) {
            if (packet.stream_index() == index) {
                byte[] bytes = new byte[packet.size()];
                packet.data().get(bytes);
                units.add(new Unit(bytes, (packet.flags() & AV_PKT_FLAG_KEY) != 0));
            }
            av_packet_unref(packet);
        }
        ClipUnits clip = new ClipUnits(
                configuration, stream.codecpar().width(), stream.codecpar().height(), units);
        avformat_close_input(format);
        return clip;
    }

    /** Payload of a STREAM message. */
    public byte[] streamPayload() {
        byte[] json = ("{\"codec\":\"H264\",\"codecString\":\"avc1.4d401f\",\"widthPx\":" + widthPx + ",\"heightPx\":"
                        + heightPx + ",\"fps\":25,\"clock\":\"ARRIVAL\"}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + json.length + configuration.length)
                .putShort((short) json.length)
                .put(json)
                .put(configuration)
                .array();
    }
}
