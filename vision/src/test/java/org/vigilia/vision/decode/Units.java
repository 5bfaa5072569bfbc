package org.vigilia.vision.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.vigilia.contract.relay.StreamInfo;

/** The access units of an MP4 file, as the relay would deliver them. */
record Units(StreamInfo.Codec codec, byte[] configuration, List<Unit> units) {

    record Unit(byte[] bytes, boolean keyFrame) {}

    static Units of(Path mp4, StreamInfo.Codec codec) {
        AVFormatContext format = new AVFormatContext(null);
        if (avformat_open_input(format, mp4.toString(), (AVInputFormat) null, (AVDictionary) null) < 0) {
            throw new IllegalArgumentException(mp4.toString());
        }
        byte[] configuration = new byte[format.streams(0).codecpar().extradata_size()];
        format.streams(0).codecpar().extradata().get(configuration);
        List<Unit> units = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        while (av_read_frame(format, packet) >= 0) {
            byte[] bytes = new byte[packet.size()];
            packet.data().get(bytes);
            units.add(new Unit(bytes, (packet.flags() & AV_PKT_FLAG_KEY) != 0));
            av_packet_unref(packet);
        }
        av_packet_free(packet);
        avformat_close_input(format);
        return new Units(codec, configuration, units);
    }
}
