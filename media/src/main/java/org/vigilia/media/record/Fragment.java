package org.vigilia.media.record;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.media.codec.AccessUnit;

/**
 * Half a second of a camera on its way to the disk. Whoever holds it last must {@link #release} it.
 *
 * @param pictures in the order in which they came, at least one
 * @param sound pieces, all of the segment's format
 * @param endMicros when the last picture ends
 */
record Fragment(List<Picture> pictures, List<RelaySound> sound, long endMicros) {

    /**
     * @param bytes with room for a relay header before the NAL units, see {@link AccessUnit}
     * @param key whether a decoder can start here
     * @param micros capture time
     */
    record Picture(ByteBuf bytes, boolean key, long micros) {
        int size() {
            return bytes.readableBytes() - AccessUnit.ROOM;
        }

        /** The NAL units, each with a 4-byte length. */
        ByteBuffer units() {
            return bytes.nioBuffer(bytes.readerIndex() + AccessUnit.ROOM, size());
        }
    }

    long bytes() {
        long sum = 0;
        for (Picture picture : pictures) {
            sum += picture.size();
        }
        for (RelaySound piece : sound) {
            sum += piece.bytes().remaining();
        }
        return sum;
    }

    void release() {
        for (Picture picture : pictures) {
            picture.bytes().release();
        }
    }

    /**
     * Where decoding stands in a segment: each fragment begins where the one before has ended, so that times never run
     * backwards whatever cameras do. Not thread-safe.
     */
    static final class Times {
        private static final int KEY = 0x0200_0000;
        private static final int NOT_KEY = 0x0101_0000;
        /** Sound may drift that much from its capture times before it is put right, in parts of a second. */
        private static final int DRIFT = 10;

        private final long startMicros;
        private final @Nullable SoundFormat sound;
        private int sequence;
        private long pictureEnd;
        private long soundEnd;

        Times(long startMicros, @Nullable SoundFormat sound) {
            this.startMicros = startMicros;
            this.sound = sound;
        }

        /** {@code moof} and the head of {@code mdat} (ISO/IEC 14496-12, 8.8.4 and 8.1.1); then come pictures and sound. */
        void head(Fragment fragment, BoxBuffer out) {
            int moof = out.begin("moof");
            int mfhd = out.beginFull("mfhd", 0, 0);
            out.u32(++sequence);
            out.end(mfhd);
            int pictureOffset = pictures(fragment, out);
            int soundOffset = fragment.sound.isEmpty() || sound == null ? -1 : sound(fragment, sound, out);
            out.end(moof);
            int data = out.position() - moof + 8;
            out.patch32(pictureOffset, data);
            long pictureBytes = 0;
            for (Picture picture : fragment.pictures) {
                pictureBytes += picture.size();
            }
            if (soundOffset >= 0) {
                out.patch32(soundOffset, (int) (data + pictureBytes));
            }
            out.u32(8 + fragment.bytes()).name("mdat");
        }

        /** The place of the track run's data offset. */
        private int pictures(Fragment fragment, BoxBuffer out) {
            List<Picture> pictures = fragment.pictures;
            int count = pictures.size();
            long[] decode = new long[count + 1];
            boolean ordered = true;
            for (int i = 0; i < count; i++) {
                decode[i] = pictures.get(i).micros - startMicros;
                ordered &= i == 0 ? decode[0] >= pictureEnd : decode[i] >= decode[i - 1];
            }
            decode[count] = fragment.endMicros - startMicros;
            if (!ordered) {
                Arrays.sort(decode, 0, count);
            }
            for (int i = 0; i <= count; i++) {
                decode[i] = Math.max(decode[i], i == 0 ? pictureEnd : decode[i - 1]);
            }
            pictureEnd = decode[count];
            int traf = track(Movie.PICTURES, NOT_KEY, decode[0], out);
            int trun = out.beginFull("trun", 1, ordered ? 0x701 : 0xf01);
            out.u32(count);
            int offset = out.position();
            out.u32(0);
            for (int i = 0; i < count; i++) {
                Picture picture = pictures.get(i);
                out.u32(decode[i + 1] - decode[i]).u32(picture.size()).u32(picture.key ? KEY : NOT_KEY);
                if (!ordered) {
                    out.u32(picture.micros - startMicros - decode[i]);
                }
            }
            out.end(trun);
            out.end(traf);
            return offset;
        }

        /** Opens a track fragment; the place of its box. */
        private static int track(int track, int flags, long decodeTime, BoxBuffer out) {
            int traf = out.begin("traf");
            int tfhd = out.beginFull("tfhd", 0, 0x20020);
            out.u32(track).u32(flags);
            out.end(tfhd);
            int tfdt = out.beginFull("tfdt", 1, 0);
            out.u64(decodeTime);
            out.end(tfdt);
            return traf;
        }

        private int sound(Fragment fragment, SoundFormat format, BoxBuffer out) {
            long first = fragment.sound.get(0).captureMicros() - startMicros;
            long begins = Math.round(first * (double) format.rate() / 1e6);
            long time = Math.abs(begins - soundEnd) <= format.rate() / DRIFT ? soundEnd : Math.max(soundEnd, begins);
            int traf = track(Movie.SOUND, KEY, time, out);
            int trun = out.beginFull("trun", 0, 0x301);
            out.u32(fragment.sound.size());
            int offset = out.position();
            out.u32(0);
            for (RelaySound piece : fragment.sound) {
                int samples = format.samples(piece.bytes());
                time += samples;
                out.u32(samples).u32(piece.bytes().remaining());
            }
            out.end(trun);
            out.end(traf);
            soundEnd = time;
            return offset;
        }
    }
}
