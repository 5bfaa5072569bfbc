package org.vigilia.media.record;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.media.codec.AccessUnit;
import org.vigilia.media.codec.VideoFormat;
import org.vigilia.proof.journal.Entry;

/**
 * Writes pictures that are fetched later from a camera's own store, as segments beside the live ones. Loses none: who
 * feeds it asks {@link #isBusy} and waits. Fed on the event loop only; {@link #report} may be asked by any thread.
 */
public final class BackfillWriter {
    private static final long FRAGMENT_MICROS = 500_000;
    private static final long USUAL_MICROS = 40_000;
    /** How far a camera's clock may have been off then is not known. */
    private static final long UNCERTAINTY_MICROS = 500_000;

    private enum State {
        RUNNING,
        DONE,
        FAILED
    }

    private final CameraId camera;
    private final Recordings home;
    private final CameraJournal journal;
    private final Instant from;
    private final Instant to;
    private final BoxBuffer head = Segment.headRoom();
    private final AtomicLong written = new AtomicLong();
    private @Nullable VideoFormat format;
    private @Nullable Segment segment;
    private List<Fragment.Picture> pictures = new ArrayList<>();
    private long lastMicros;
    private long usualMicros = USUAL_MICROS;
    private volatile State state = State.RUNNING;
    private volatile String detail = "";

    BackfillWriter(CameraId camera, Recordings home, CameraJournal journal, Instant from, Instant to) {
        this.camera = camera;
        this.home = home;
        this.journal = journal;
        this.from = from;
        this.to = to;
    }

    /** What the following units are. */
    public void format(VideoFormat found) {
        if (!found.equals(format)) {
            end(lastMicros + usualMicros);
        }
        format = found;
    }

    /** The next picture; times must not run backwards. */
    public void unit(AccessUnit unit) {
        long micros = unit.captureMicros();
        long step = micros - lastMicros;
        Segment open = segment;
        if (open != null) {
            if (step > CameraJournal.HOLE_MICROS || step < 0 || open.hasFailed()) {
                end(lastMicros + usualMicros);
            } else {
                usualMicros = Math.max(1, step);
                if (unit.key() && micros - open.startMicros() >= home.segmentMicros()) {
                    end(micros);
                } else if (unit.key() || micros + step - pictures.get(0).micros() > FRAGMENT_MICROS) {
                    flush(micros);
                }
            }
        }
        VideoFormat video = format;
        if (segment == null) {
            if (!unit.key() || video == null) {
                return;
            }
            Movie.Label label = new Movie.Label(
                    camera.value(),
                    micros,
                    StreamInfo.Clock.RTCP,
                    UNCERTAINTY_MICROS,
                    video.codec(),
                    video.codecString(),
                    video.widthPx(),
                    video.heightPx(),
                    null,
                    home.software(),
                    Entry.Origin.BACKFILL);
            segment = new Segment(home.root(), label, video, null, home.now());
        }
        unit.bytes().retain();
        pictures.add(new Fragment.Picture(unit.bytes(), unit.key(), micros));
        lastMicros = micros;
    }

    /** Whether the disk has enough to do for now. */
    public boolean isBusy() {
        return home.disk().isHalfFull();
    }

    private void flush(long endMicros) {
        Segment open = segment;
        if (open != null && !pictures.isEmpty()) {
            Fragment fragment = new Fragment(pictures, List.of(), endMicros);
            pictures = new ArrayList<>();
            home.disk().put(fragment.bytes(), () -> write(open, fragment));
        }
    }

    private void write(Segment open, Fragment fragment) {
        try {
            if (!open.isOpen() && !open.hasFailed()) {
                home.state().check();
                journal.opening(open);
            }
            open.write(fragment, head);
            if (!open.hasFailed()) {
                written.addAndGet(fragment.pictures().size());
            }
        } catch (IOException e) {
            open.refuse();
            state = State.FAILED;
            detail = "the disk: " + e.getMessage();
        } finally {
            fragment.release();
        }
    }

    private void end(long endMicros) {
        flush(endMicros);
        Segment open = segment;
        segment = null;
        if (open != null) {
            home.disk().tell(() -> journal.sealed(open, open.hasFailed() ? open.endMicros() : endMicros, false));
        }
    }

    /** Nothing more comes; {@code problem} says why, and is empty when all came. */
    public void finish(String problem) {
        end(lastMicros + usualMicros);
        home.disk()
                .tell(() -> home.whenTold(() -> {
                    if (state == State.RUNNING) {
                        detail = problem;
                        state = problem.isEmpty() || written.get() > 0 ? State.DONE : State.FAILED;
                    }
                }));
    }

    /** Whether more may come. */
    public boolean isRunning() {
        return state == State.RUNNING;
    }

    Map<String, Object> report() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", from);
        json.put("to", to);
        json.put("state", state);
        json.put("pictures", written.get());
        json.put("detail", detail);
        return json;
    }
}
