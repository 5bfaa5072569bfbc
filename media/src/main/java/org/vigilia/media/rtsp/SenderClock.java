package org.vigilia.media.rtsp;

import java.time.Duration;
import java.util.Locale;
import org.vigilia.contract.relay.StreamInfo;

/**
 * Tells when a picture was taken, by the camera's own clock where it can be believed (RFC 3550, 6.4.1): a sender report
 * says what the wall clock showed at one timestamp of the stream. A camera whose clock is off by more than the limit is
 * not believed, and the time of arrival is taken instead.
 *
 * <p>Not thread-safe; one a stream.
 */
final class SenderClock {
    private static final long NTP_TO_UNIX_SECONDS = 2_208_988_800L;

    private final int clockHz;
    private final long limitMicros;
    private boolean reported;
    private boolean believed;
    private int timestamp;
    private long wallMicros;
    private long offsetMicros;

    SenderClock(int clockHz, Duration limit) {
        this.clockHz = clockHz;
        this.limitMicros = limit.toNanos() / 1000;
    }

    /** Takes a sender report; whether what {@link #source} says has changed. */
    boolean report(int ntpSeconds, int ntpFraction, int rtpTimestamp, long arrivalMicros) {
        boolean before = believed;
        boolean first = !reported;
        reported = true;
        wallMicros = micros(ntpSeconds, ntpFraction);
        timestamp = rtpTimestamp;
        offsetMicros = wallMicros - arrivalMicros;
        believed = Math.abs(offsetMicros) <= limitMicros;
        return first || before != believed;
    }

    int clockHz() {
        return clockHz;
    }

    /** An NTP time as microseconds since 1970. */
    static long micros(int ntpSeconds, int ntpFraction) {
        long seconds = Integer.toUnsignedLong(ntpSeconds);
        // times after 2036-02-07 begin again at zero (RFC 5905, 6)
        if ((ntpSeconds & 0x8000_0000) == 0) {
            seconds += 1L << 32;
        }
        return (seconds - NTP_TO_UNIX_SECONDS) * 1_000_000L + (Integer.toUnsignedLong(ntpFraction) * 1_000_000L >>> 32);
    }

    /** When the picture with that timestamp was taken. */
    long captureMicros(int rtpTimestamp, long arrivalMicros) {
        if (!believed) {
            return arrivalMicros;
        }
        long capture = wallMicros + (long) (rtpTimestamp - timestamp) * 1_000_000L / clockHz;
        return Math.abs(capture - arrivalMicros) <= 2 * limitMicros ? capture : arrivalMicros;
    }

    StreamInfo.Clock source() {
        return believed ? StreamInfo.Clock.RTCP : StreamInfo.Clock.ARRIVAL;
    }

    long offsetMicros() {
        return reported ? offsetMicros : 0;
    }

    /** One line for people; empty when all is well. */
    String detail() {
        if (!reported) {
            return "";
        }
        return believed
                ? ""
                : String.format(
                        Locale.ROOT,
                        "the camera's clock is off by %.0f s: times are those of arrival here",
                        offsetMicros / 1e6);
    }
}
