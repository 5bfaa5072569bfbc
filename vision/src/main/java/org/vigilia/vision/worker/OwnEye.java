package org.vigilia.vision.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.id.CameraId;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.source.AnalyticsReader;
import org.vigilia.vision.source.AnalyticsUnreadable;
import org.vigilia.vision.source.Arrival;
import org.vigilia.vision.source.CameraFrame;

/**
 * The eye of a camera that analyses its pictures itself: reads its reports and hands them out with the pictures they are
 * of. Owns the pictures that wait. Not thread-safe.
 *
 * <p>Damaged reports are left out and counted; that there are some, or none at all, is said once.
 */
final class OwnEye implements AutoCloseable {

    /** The word for "the camera itself" where an order names a model. */
    static final String MODEL = "camera";

    private static final Logger LOG = LoggerFactory.getLogger(OwnEye.class);
    private static final Duration CLOCK_TRUST = Duration.ofSeconds(10);
    private static final long MUTE_MICROS = 20_000_000;

    private final CameraId camera;
    private final Load load;
    private final AnalyticsReader reader = new AnalyticsReader();
    private final OwnReports<Picture> waiting = new OwnReports<>();
    private long firstPicture = Long.MIN_VALUE;
    private boolean heard;
    private boolean toldMute;
    private boolean toldUnreadable;

    OwnEye(CameraId camera, Load load) {
        this.camera = camera;
        this.load = load;
    }

    /** Takes over a picture. */
    void picture(Picture picture) {
        waiting.picture(picture, picture.timeMicros());
        if (firstPicture == Long.MIN_VALUE) {
            firstPicture = picture.timeMicros();
        }
        if (!heard && !toldMute && picture.timeMicros() - firstPicture > MUTE_MICROS) {
            toldMute = true;
            LOG.atWarn()
                    .addKeyValue("event", "no-analytics")
                    .addKeyValue("camera", camera)
                    .log("the camera is to analyse its pictures itself, but has sent no ONVIF analytics so far;"
                            + " if it stays so, switch them on in the camera or choose the built-in detector");
        }
    }

    /** @param clockTrusted whether capture times of pictures are the camera's own */
    void report(Arrival.Analytics analytics, boolean clockTrusted) {
        try {
            for (CameraFrame frame : reader.read(analytics.document())) {
                waiting.report(when(frame.at(), analytics, clockTrusted), frame.objects());
                heard = true;
            }
        } catch (AnalyticsUnreadable e) {
            load.unreadableReport();
            if (!toldUnreadable) {
                toldUnreadable = true;
                LOG.atWarn()
                        .addKeyValue("event", "analytics-unreadable")
                        .addKeyValue("camera", camera)
                        .addKeyValue("reason", e.getMessage())
                        .log("the camera's own analytics are damaged; such reports are left out and counted");
            }
        }
    }

    /** On the clock of the pictures: the report's own time, the time it was sent or the time it came here. */
    private static long when(Instant said, Arrival.Analytics analytics, boolean clockTrusted) {
        long trust = CLOCK_TRUST.toNanos() / 1000;
        if (!clockTrusted || Math.abs(analytics.captureMicros() - analytics.arrivedMicros()) > trust) {
            return analytics.arrivedMicros();
        }
        long own = ChronoUnit.MICROS.between(Instant.EPOCH, said);
        return Math.abs(own - analytics.captureMicros()) > trust ? analytics.captureMicros() : own;
    }

    /** The next picture of which is decided what was seen in it; to be closed by the caller. Null: wait. */
    OwnReports.@Nullable Pair<Picture> next() {
        return waiting.next();
    }

    @Override
    public void close() {
        waiting.clear().forEach(Picture::close);
        firstPicture = Long.MIN_VALUE;
    }
}
