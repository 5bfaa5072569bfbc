package org.vigilia.media.record;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.contract.relay.StreamStatus;
import org.vigilia.media.codec.AccessUnit;
import org.vigilia.media.codec.VideoFormat;
import org.vigilia.media.relay.Tap;
import org.vigilia.media.source.SourceFigures;
import org.vigilia.proof.journal.Entry;

/**
 * Records one camera: gathers its pictures into fragments, decides where files begin and end, and says why pictures are
 * missing. Used on the event loop only; all that may block is done on the {@link DiskThread} and in the
 * {@link CameraJournal}.
 */
public final class CameraRecorder implements Tap {
    private static final Logger LOG = LoggerFactory.getLogger(CameraRecorder.class);

    private static final long FRAGMENT_MICROS = 500_000;
    /** A jump of the camera's clock back by more is a new time; by less it is the order of decoding. */
    private static final long STEP_BACK_MICROS = 1_000_000;

    private static final long RTCP_UNCERTAINTY_MICROS = 20_000;
    private static final long ARRIVAL_UNCERTAINTY_MICROS = 500_000;
    private static final long SOUND_GONE_NANOS = 30_000_000_000L;
    private static final int MAX_SOUND_PIECES = 2000;

    private final CameraId camera;
    private final Recordings home;
    private final CameraJournal journal;
    private final Supplier<SourceFigures> figures;
    private final BoxBuffer head = Segment.headRoom();

    private final Tap microphone = new Tap() {
        @Override
        public void sound(RelaySound piece) {
            hear(piece);
        }
    };

    private RecordingPlan plan;
    private boolean wanted;
    private @Nullable VideoFormat format;
    private StreamInfo.Clock clock = StreamInfo.Clock.ARRIVAL;
    private double fps;
    private @Nullable SoundFormat sound;
    private long soundNanos;

    private volatile @Nullable Segment segment;
    private List<Fragment.Picture> pictures = new ArrayList<>();
    private List<RelaySound> pieces = new ArrayList<>();
    private long lastMicros;
    private long offsetMicros;
    private long lastNanos;
    private long usualMicros;
    private long lastKeyMicros;
    private long groupMicros;
    private long shiftMicros;
    /** The disk could not keep up: it gets time to catch up before more is recorded. */
    private boolean overloaded;

    private boolean running;
    private boolean clockChanged;
    private boolean cut;
    private long troubles;
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean off;
    private volatile Instant since;

    CameraRecorder(
            CameraId camera,
            Recordings home,
            CameraJournal journal,
            Supplier<SourceFigures> figures,
            RecordingPlan plan) {
        this.camera = camera;
        this.home = home;
        this.journal = journal;
        this.figures = figures;
        this.plan = plan;
        this.since = home.now();
        this.wanted = plan.wants(home.now());
        this.off = !wanted;
        if (!wanted) {
            mark(nowMicros(), Entry.Cause.NOT_WANTED, plan.refusal());
        }
    }

    private long nowMicros() {
        return Recordings.micros(home.now()) + offsetMicros;
    }

    /** From now on it is recorded by this. */
    public void plan(RecordingPlan next) {
        if (!next.equals(plan)) {
            plan = next;
            if (!plan.withSound()) {
                sound = null;
                cut = true;
            }
            tick();
        }
    }

    @Override
    public void format(VideoFormat found, StreamInfo info) {
        clockChanged |= segment != null && clock != info.clock();
        clock = info.clock();
        fps = info.fps();
        cut |= !found.equals(format);
        format = found;
    }

    @Override
    public void unit(AccessUnit unit) {
        offsetMicros = unit.captureMicros() - unit.arrivalMicros();
        lastNanos = System.nanoTime();
        if (!wanted) {
            return;
        }
        Segment open = segment;
        if (open == null) {
            if (overloaded && home.disk().isHalfFull()) {
                dropped.incrementAndGet();
            } else if (unit.key()) {
                begin(unit);
            }
            return;
        }
        long micros = unit.captureMicros() + shiftMicros;
        long step = micros - lastMicros;
        if (clockChanged || step < -STEP_BACK_MICROS) {
            shiftMicros += usualMicros - step;
            step = usualMicros;
            micros = lastMicros + step;
            clockChanged = false;
            cut = true;
            open.unsure(shiftMicros);
        } else if (step > holeMicros()) {
            // after a loss a key picture comes first; without one the camera has only paused, and nothing is missing
            if (unit.key()) {
                long lost = lost() - troubles;
                end(lastMicros + usualMicros);
                mark(
                        lastMicros + usualMicros,
                        lost > 0 ? Entry.Cause.NETWORK : Entry.Cause.NO_PICTURES,
                        lost > 0 ? lost + " packets or pictures were lost on the way" : "the camera sent no pictures");
                begin(unit);
                return;
            }
        } else if (step > 0) {
            usualMicros += (step - usualMicros) / 8;
        }
        if (unit.key() && isTimeFor(open, micros)) {
            // after a jump of the clock the old file ends where the new one begins, as no picture is missing
            end(shiftMicros == 0 || unit.captureMicros() > open.startMicros() ? unit.captureMicros() : micros);
            begin(unit);
            return;
        }
        if (!pictures.isEmpty()
                && (unit.key() || micros + usualMicros - pictures.get(0).micros() > FRAGMENT_MICROS)) {
            if (!flush(micros)) {
                return;
            }
        }
        take(unit, micros);
    }

    private boolean isTimeFor(Segment open, long micros) {
        groupMicros = micros - lastKeyMicros;
        return cut || open.hasFailed() || micros - open.startMicros() >= home.segmentMicros() - groupMicros / 2;
    }

    private long holeMicros() {
        return Math.max(CameraJournal.HOLE_MICROS, 3 * usualMicros);
    }

    private long lost() {
        SourceFigures now = figures.get();
        return now.lostPackets() + now.brokenUnits();
    }

    private void begin(AccessUnit unit) {
        VideoFormat video = format;
        if (video == null) {
            return;
        }
        overloaded = false;
        shiftMicros = 0;
        clockChanged = false;
        cut = false;
        troubles = lost();
        if (usualMicros == 0) {
            usualMicros = fps >= 1 ? (long) (1e6 / fps) : 40_000;
        }
        if (!running) {
            since = home.now();
        }
        running = true;
        SoundFormat heard = sound;
        long unsure = clock == StreamInfo.Clock.RTCP
                ? RTCP_UNCERTAINTY_MICROS + Math.abs(figures.get().clockOffsetMicros())
                : ARRIVAL_UNCERTAINTY_MICROS;
        Movie.Label label = new Movie.Label(
                camera.value(),
                unit.captureMicros(),
                clock,
                unsure,
                video.codec(),
                video.codecString(),
                video.widthPx(),
                video.heightPx(),
                heard == null ? null : heard.codecString(),
                home.software(),
                Entry.Origin.LIVE);
        segment = new Segment(home.root(), label, video, heard, home.now());
        take(unit, unit.captureMicros());
    }

    private void take(AccessUnit unit, long micros) {
        unit.bytes().retain();
        pictures.add(new Fragment.Picture(unit.bytes(), unit.key(), micros));
        lastMicros = Math.max(lastMicros, micros);
        if (unit.key()) {
            lastKeyMicros = micros;
        }
        if (micros < lastMicros - STEP_BACK_MICROS) {
            lastMicros = micros;
        }
    }

    /** Hands over what was gathered; whether there was room for it. */
    private boolean flush(long endMicros) {
        Segment open = segment;
        if (open == null || pictures.isEmpty()) {
            return true;
        }
        Fragment fragment = new Fragment(pictures, pieces(open), endMicros);
        pictures = new ArrayList<>();
        if (home.disk().offer(fragment.bytes(), () -> write(open, fragment))) {
            return true;
        }
        long from = fragment.pictures().get(0).micros();
        segment = null;
        refused(open, fragment, from);
        return false;
    }

    private void refused(Segment open, Fragment fragment, long from) {
        overloaded = true;
        stopped();
        dropped.addAndGet(fragment.pictures().size());
        fragment.release();
        LOG.atWarn().addKeyValue("camera", camera).log("pictures lost: the disk cannot keep up");
        close(open, from);
        mark(
                from,
                Entry.Cause.OVERLOAD,
                "the disk could not keep up: " + (home.disk().waitingBytes() >> 20)
                        + " MiB of pictures were waiting for it");
    }

    private List<RelaySound> pieces(Segment open) {
        SoundFormat track = open.sound();
        if (track == null || pieces.isEmpty()) {
            return List.of();
        }
        List<RelaySound> fit = pieces.stream()
                .filter(piece -> SoundFormat.of(piece).equals(track)
                        && piece.captureMicros() >= open.startMicros() - FRAGMENT_MICROS)
                .toList();
        pieces = new ArrayList<>();
        return fit;
    }

    /** On the disk thread. */
    private void write(Segment open, Fragment fragment) {
        boolean first = open.pictures() == 0;
        boolean failedBefore = open.hasFailed();
        try {
            if (!open.isOpen() && !failedBefore) {
                refuse(open);
            }
            if (open.hasFailed()) {
                dropped.addAndGet(fragment.pictures().size());
                return;
            }
            journal.opening(open);
            open.write(fragment, head);
            if (first) {
                home.state().works();
                journal.started(open.startMicros());
            }
        } catch (IOException e) {
            home.state().failed(e);
            dropped.addAndGet(fragment.pictures().size());
            if (first && Files.notExists(home.root().resolve(open.part()))) {
                journal.notOpened(open);
            } else {
                journal.sealed(open, open.endMicros(), true);
            }
            journal.mark(open.endMicros(), Entry.Cause.DISK, home.state().trouble());
        } finally {
            fragment.release();
        }
    }

    private void refuse(Segment open) {
        try {
            home.state().check();
        } catch (IOException e) {
            open.refuse();
            journal.mark(open.startMicros(), Entry.Cause.DISK, String.valueOf(e.getMessage()));
        }
    }

    private void end(long endMicros) {
        Segment open = segment;
        if (open == null) {
            return;
        }
        segment = null;
        if (!pictures.isEmpty()) {
            Fragment rest = new Fragment(pictures, pieces(open), endMicros);
            pictures = new ArrayList<>();
            if (!home.disk().offer(rest.bytes(), () -> write(open, rest))) {
                refused(open, rest, rest.pictures().get(0).micros());
                return;
            }
        }
        close(open, endMicros);
    }

    private void close(Segment open, long endMicros) {
        home.disk().tell(() -> {
            if (!open.hasFailed()) {
                journal.sealed(open, endMicros, true);
            }
        });
    }

    private void mark(long micros, Entry.Cause cause, String detail) {
        home.disk().tell(() -> journal.mark(micros, cause, detail));
    }

    private void stopped() {
        if (running) {
            since = home.now();
            running = false;
        }
    }

    @Override
    public void status(StreamStatus status) {
        if (status.condition() == Condition.GOOD) {
            return;
        }
        stopped();
        end(lastMicros + usualMicros);
        if (wanted) {
            mark(
                    nowMicros(),
                    switch (status.condition()) {
                        case UNAUTHORISED -> Entry.Cause.REFUSED;
                        case UNREADABLE -> Entry.Cause.UNREADABLE;
                        case STALLED -> Entry.Cause.NO_PICTURES;
                        default -> Entry.Cause.CAMERA_AWAY;
                    },
                    status.detail());
        }
    }

    /** What hears the microphone: how its connection is says nothing of the pictures. */
    public Tap microphone() {
        return microphone;
    }

    private void hear(RelaySound piece) {
        if (!plan.withSound() || !wanted) {
            return;
        }
        soundNanos = System.nanoTime();
        SoundFormat heard = SoundFormat.of(piece);
        if (!heard.equals(sound)) {
            sound = heard;
            cut = true;
        }
        if (segment != null && pieces.size() < MAX_SOUND_PIECES) {
            pieces.add(piece);
        }
    }

    /** Whether sound is wanted. */
    public boolean wantsSound() {
        return plan.withSound() && wanted;
    }

    /** Called about once a second. */
    public void tick() {
        boolean now = plan.wants(home.now());
        if (now != wanted) {
            wanted = now;
            off = !now;
            running = true;
            stopped();
            if (!now) {
                end(lastMicros + usualMicros);
                mark(nowMicros(), Entry.Cause.NOT_WANTED, plan.refusal());
            }
        }
        if (sound != null && System.nanoTime() - soundNanos > SOUND_GONE_NANOS) {
            sound = null;
            cut = true;
        }
        long silent = (System.nanoTime() - lastNanos) / 1000;
        if (silent > 2 * FRAGMENT_MICROS) {
            flush(lastMicros + usualMicros);
        }
        long micros = nowMicros() - FRAGMENT_MICROS;
        if (segment == null) {
            home.disk().tell(() -> journal.tick(micros));
        }
    }

    /** The camera is no longer ours, or media ends. */
    public void close() {
        end(lastMicros + usualMicros);
        long micros = nowMicros();
        home.disk().tell(() -> journal.finish(micros));
        home.gone(this);
    }

    CameraId camera() {
        return camera;
    }

    CameraJournal journal() {
        return journal;
    }

    /** The segment being written; null while none is. */
    @Nullable
    Segment open() {
        return segment;
    }

    long dropped() {
        return dropped.get();
    }

    Instant since() {
        return since;
    }

    String state() {
        Segment open = segment;
        return open != null && !open.hasFailed() ? "RECORDING" : off ? "OFF" : "GAP";
    }
}
