package org.vigilia.vision.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.relay.StreamInfo;

/**
 * Decodes the access units that the relay delivers: NAL units with 4-byte lengths, with the decoder configuration
 * record that came with the stream (avcC or hvcC).
 *
 * <p>Damaged data never throws: it is reported in {@link Decoded#problem()} and everything up to the next key frame is
 * dropped, because pictures built on a damaged one show things that are not there. Not thread-safe; one per camera and
 * stream configuration.
 */
public final class UnitDecoder implements AutoCloseable {

    /** Access units larger than this are refused; an 8K key frame stays below. */
    private static final int MAX_UNIT_BYTES = 64 << 20;

    private static final int LEAST_AVCC_BYTES = 7;
    private static final int LEAST_HVCC_BYTES = 23;

    private final PictureDecoder decoder;
    private final AVPacket packet;
    private long pictures;
    private boolean waitingForKeyFrame = true;

    /**
     * What an access unit led to.
     *
     * @param pictures finished pictures in display order, to be closed by the caller; usually one, none while waiting
     *     for a key frame, and with B-frames none or several
     * @param problem what is wrong with the data, one line; empty if nothing is
     */
    public record Decoded(List<Picture> pictures, Optional<String> problem) {}

    /**
     * Opens a decoder.
     *
     * @param configuration avcC or hvcC record
     * @throws VideoUnreadable if the record makes no sense to the decoder
     */
    public UnitDecoder(StreamInfo.Codec codec, byte[] configuration) throws VideoUnreadable {
        int least = codec == StreamInfo.Codec.H264 ? LEAST_AVCC_BYTES : LEAST_HVCC_BYTES;
        if (configuration.length < least || configuration[0] > 1) {
            throw new VideoUnreadable(codec + " stream: its configuration record of " + configuration.length
                    + " bytes is not an " + (codec == StreamInfo.Codec.H264 ? "avcC" : "hvcC"));
        }
        int id = codec == StreamInfo.Codec.H264 ? AV_CODEC_ID_H264 : AV_CODEC_ID_HEVC;
        decoder = new PictureDecoder(avcodec_find_decoder(id), codec + " stream", context -> {
            BytePointer extra = new BytePointer(av_mallocz(configuration.length + AV_INPUT_BUFFER_PADDING_SIZE));
            extra.capacity(configuration.length).put(configuration);
            context.extradata(extra).extradata_size(configuration.length);
        });
        packet = av_packet_alloc();
    }

    /**
     * Decodes one access unit.
     *
     * @param unit position to limit is read, the buffer is left as it was
     * @param keyFrame whether decoding can start here
     * @param captureMicros microseconds since 1970, UTC; comes back as {@link Picture#timeMicros()}
     */
    public Decoded decode(ByteBuffer unit, boolean keyFrame, long captureMicros) {
        if (waitingForKeyFrame && !keyFrame) {
            return new Decoded(List.of(), Optional.empty());
        }
        if (!unit.hasRemaining() || unit.remaining() > MAX_UNIT_BYTES) {
            return fail(List.of(), "an access unit of " + unit.remaining() + " bytes");
        }
        waitingForKeyFrame = false;
        if (av_new_packet(packet, unit.remaining()) < 0) {
            throw new OutOfMemoryError("no native memory for an access unit of " + unit.remaining() + " bytes");
        }
        packet.data().capacity(unit.remaining()).asByteBuffer().put(unit.duplicate());
        packet.pts(captureMicros).dts(captureMicros).flags(keyFrame ? AV_PKT_FLAG_KEY : 0);
        int sent = decoder.send(packet);
        av_packet_unref(packet);
        return receive(sent);
    }

    /** Pictures still held back for reordering; the decoder then waits for a key frame. */
    public Decoded drain() {
        Decoded rest = receive(decoder.send(null));
        decoder.flush();
        waitingForKeyFrame = true;
        return rest;
    }

    private Decoded receive(int sent) {
        List<Picture> done = new ArrayList<>(1);
        String problem = sent < 0 ? "undecodable data: " + Native.message(sent) : null;
        AVFrame frame;
        while ((frame = decoder.receive()) != null) {
            if (frame.decode_error_flags() != 0 || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
                av_frame_unref(frame);
                problem = "a damaged picture";
            } else if (problem != null) {
                av_frame_unref(frame);
            } else {
                done.add(Picture.take(frame, ++pictures, frame.pts()));
            }
        }
        if (decoder.error() < 0) {
            problem = "undecodable data: " + Native.message(decoder.error());
        }
        return problem == null ? new Decoded(done, Optional.empty()) : fail(done, problem);
    }

    private Decoded fail(List<Picture> done, @Nullable String problem) {
        decoder.flush();
        waitingForKeyFrame = true;
        return new Decoded(done, Optional.ofNullable(problem));
    }

    @Override
    public void close() {
        decoder.close();
        av_packet_free(packet);
    }
}
