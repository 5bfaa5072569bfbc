package org.vigilia.media.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.relay.SoundCoding;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.media.codec.VideoFormat;
import org.vigilia.proof.journal.Entry;
import tools.jackson.databind.json.JsonMapper;

/**
 * The head of a segment: {@code ftyp} and {@code moov} (ISO/IEC 14496-12, 8.2 and 8.8; 14496-15, 5.4). The picture track
 * counts microseconds, so that capture times stay exact; the sound track counts samples.
 *
 * <p>At the end of {@code moov} stands a {@code uuid} box with {@link Label} as JSON: a segment tells what it is even
 * when its journal is gone.
 */
final class Movie {
    static final int PICTURES = 1;
    static final int SOUND = 2;
    static final int PICTURE_SCALE = 1_000_000;

    /** The type of our {@code uuid} box. */
    static final byte[] LABEL = {
        0x1c, 0x5e, 0x6d, 0x7a, 0x40, 0x1b, 0x4f, 0x0e, (byte) 0x9b, 0x32, 0x56, 0x49, 0x47, 0x49, 0x4c, 0x41
    };

    private static final long MAC_TO_UNIX_SECONDS = 2_082_844_800L;
    private static final int LANGUAGE_UNDETERMINED = 0x55c4;

    /**
     * What a segment says of itself.
     *
     * @param camera id
     * @param startMicros capture time of the first picture
     * @param clock whose
     * @param uncertaintyMicros either way
     * @param codec of the pictures
     * @param codecString as in RFC 6381
     * @param widthPx of the pictures
     * @param heightPx of the pictures
     * @param sound null without
     * @param software that wrote it
     * @param origin how it comes to be
     */
    record Label(
            String camera,
            long startMicros,
            StreamInfo.Clock clock,
            long uncertaintyMicros,
            StreamInfo.Codec codec,
            String codecString,
            int widthPx,
            int heightPx,
            @Nullable String sound,
            String software,
            Entry.Origin origin) {}

    private final BoxBuffer out = new BoxBuffer(2048);
    private final Label label;
    private final VideoFormat video;
    private final @Nullable SoundFormat sound;

    private Movie(Label label, VideoFormat video, @Nullable SoundFormat sound) {
        this.label = label;
        this.video = video;
        this.sound = sound;
    }

    /** The bytes before the first fragment. */
    static ByteBuffer head(Label label, VideoFormat video, @Nullable SoundFormat sound) {
        Movie movie = new Movie(label, video, sound);
        movie.write();
        return movie.out.view();
    }

    private void write() {
        int ftyp = out.begin("ftyp");
        out.name("iso6").u32(0).name("iso6").name("mp41").name("dash");
        out.end(ftyp);
        int moov = out.begin("moov");
        movieHeader();
        pictureTrack();
        if (sound != null) {
            soundTrack(sound);
        }
        int mvex = out.begin("mvex");
        extend(PICTURES);
        if (sound != null) {
            extend(SOUND);
        }
        out.end(mvex);
        int uuid = out.begin("uuid");
        out.raw(LABEL).raw(JsonMapper.shared().writeValueAsBytes(label));
        out.end(uuid);
        out.end(moov);
    }

    private long created() {
        return label.startMicros() / 1_000_000 + MAC_TO_UNIX_SECONDS;
    }

    private void movieHeader() {
        int box = out.beginFull("mvhd", 1, 0);
        out.u64(created()).u64(created()).u32(PICTURE_SCALE).u64(0);
        out.u32(0x10000).u16(0x100).zeros(10);
        matrix();
        out.zeros(24).u32(3);
        out.end(box);
    }

    private void matrix() {
        for (long value : new long[] {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000}) {
            out.u32(value);
        }
    }

    private void extend(int track) {
        int box = out.beginFull("trex", 0, 0);
        out.u32(track).u32(1).u32(0).u32(0).u32(0);
        out.end(box);
    }

    private void trackHeader(int track, int volume, int width, int height) {
        int box = out.beginFull("tkhd", 1, 3);
        out.u64(created()).u64(created()).u32(track).u32(0).u64(0);
        out.zeros(8).u16(0).u16(volume == 0 ? 0 : 1).u16(volume).u16(0);
        matrix();
        out.u32((long) width << 16).u32((long) height << 16);
        out.end(box);
    }

    /** {@code mdhd}, {@code hdlr}, the media header, {@code dinf}; leaves {@code minf} open and returns its start. */
    private int mediaHead(int scale, String handler, String name) {
        int mdhd = out.beginFull("mdhd", 1, 0);
        out.u64(created())
                .u64(created())
                .u32(scale)
                .u64(0)
                .u16(LANGUAGE_UNDETERMINED)
                .u16(0);
        out.end(mdhd);
        int hdlr = out.beginFull("hdlr", 0, 0);
        out.u32(0).name(handler).zeros(12).name(name).u8(0);
        out.end(hdlr);
        int minf = out.begin("minf");
        int header = handler.equals("vide") ? out.beginFull("vmhd", 0, 1) : out.beginFull("smhd", 0, 0);
        out.zeros(handler.equals("vide") ? 8 : 4);
        out.end(header);
        int dinf = out.begin("dinf");
        int dref = out.beginFull("dref", 0, 0);
        out.u32(1);
        out.end(out.beginFull("url ", 0, 1));
        out.end(dref);
        out.end(dinf);
        return minf;
    }

    private void emptyTables() {
        for (String table : new String[] {"stts", "stsc", "stco"}) {
            int box = out.beginFull(table, 0, 0);
            out.u32(0);
            out.end(box);
        }
        int sizes = out.beginFull("stsz", 0, 0);
        out.u32(0).u32(0);
        out.end(sizes);
    }

    private void pictureTrack() {
        int trak = out.begin("trak");
        trackHeader(PICTURES, 0, video.widthPx(), video.heightPx());
        int mdia = out.begin("mdia");
        int minf = mediaHead(PICTURE_SCALE, "vide", "Pictures");
        int stbl = out.begin("stbl");
        int stsd = out.beginFull("stsd", 0, 0);
        out.u32(1);
        boolean avc = video.codec() == StreamInfo.Codec.H264;
        int entry = out.begin(avc ? "avc1" : "hvc1");
        out.zeros(6).u16(1).zeros(16).u16(video.widthPx()).u16(video.heightPx());
        out.u32(0x480000).u32(0x480000).u32(0).u16(1).zeros(32).u16(0x18).u16(0xffff);
        int configuration = out.begin(avc ? "avcC" : "hvcC");
        out.raw(video.configuration());
        out.end(configuration);
        out.end(entry);
        out.end(stsd);
        emptyTables();
        out.end(stbl);
        out.end(minf);
        out.end(mdia);
        out.end(trak);
    }

    private void soundTrack(SoundFormat of) {
        int trak = out.begin("trak");
        trackHeader(SOUND, 0x100, 0, 0);
        int mdia = out.begin("mdia");
        int minf = mediaHead(of.rate(), "soun", "Sound");
        int stbl = out.begin("stbl");
        int stsd = out.beginFull("stsd", 0, 0);
        out.u32(1);
        int entry = out.begin(
                switch (of.coding()) {
                    case AAC -> "mp4a";
                    case OPUS -> "Opus";
                    case PCMU -> "ulaw";
                    case PCMA -> "alaw";
                    case L16 -> "twos";
                });
        out.zeros(6).u16(1).zeros(8).u16(of.channels()).u16(16).zeros(4);
        out.u32(Math.min(of.rate(), 0xffff) * 0x10000L);
        if (of.coding() == SoundCoding.AAC) {
            elementaryStream(of);
        } else if (of.coding() == SoundCoding.OPUS) {
            int opus = out.begin("dOps");
            out.u8(0).u8(of.channels()).u16(0).u32(of.rate()).u16(0).u8(0);
            out.end(opus);
        }
        out.end(entry);
        out.end(stsd);
        emptyTables();
        out.end(stbl);
        out.end(minf);
        out.end(mdia);
        out.end(trak);
    }

    /** ISO/IEC 14496-1, 7.2.6; 14496-14, 3.1. */
    private void elementaryStream(SoundFormat of) {
        int length = of.configuration().remaining();
        int box = out.beginFull("esds", 0, 0);
        out.u8(3).u8(3 + 2 + 13 + 2 + length + 3).u16(SOUND).u8(0);
        out.u8(4).u8(13 + 2 + length).u8(0x40).u8(0x15).zeros(3).u32(0).u32(0);
        out.u8(5).u8(length).raw(of.configuration());
        out.u8(6).u8(1).u8(2);
        out.end(box);
    }
}
