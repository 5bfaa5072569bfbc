package org.vigilia.vision.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.fact.CameraHealth;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.RelayUnit;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.contract.scene.Detection;
import org.vigilia.facts.Catalogue;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.decode.UnitDecoder;
import org.vigilia.vision.decode.VideoUnreadable;
import org.vigilia.vision.detect.Detector;
import org.vigilia.vision.source.Arrival;
import org.vigilia.vision.source.ArrivalQueue;
import org.vigilia.vision.source.RelayAddress;
import org.vigilia.vision.source.RelayClient;

/**
 * One camera that this worker holds: what arrives of it is queued, and looked at by whichever thread of the crew is
 * free, never by two at once.
 */
final class CameraPost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CameraPost.class);
    private static final int MOST_UNITS = 90;
    private static final long MOST_BYTES = 12L << 20;
    private static final int UNITS_A_TURN = 8;
    private static final long STALE_NANOS = 1_000_000_000L;
    private static final long SILENCE_NANOS = 3_000_000_000L;
    private static final double REST_SECONDS = 3;
    private static final Duration CLOCK_TRUST = Duration.ofSeconds(10);

    private final CameraId camera;
    private final Shared shared;
    private final ArrivalQueue queue = new ArrivalQueue(MOST_UNITS, MOST_BYTES);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ReentrantLock turn = new ReentrantLock();
    private final Eye eye;
    private final OwnEye own;
    private final Pacer pacer = new Pacer();
    private final Pacer glance = new Pacer();
    private final RelayClient relay;
    private volatile Catalogue.Entry entry;
    private volatile boolean closed;
    private volatile boolean idle;
    private volatile boolean noModel;
    private volatile boolean silent = true;
    private volatile double delayMs = Double.NaN;
    private volatile double achieved;
    private volatile double lastSeconds;
    private volatile long lastArrival = System.nanoTime();
    private volatile long worstWait;
    private volatile long skipped;
    private volatile CameraFigures.@Nullable Picture picture;
    private @Nullable UnitDecoder decoder;
    private boolean clockTrusted;
    private @Nullable String problem;
    private double movedAt = Double.NEGATIVE_INFINITY;

    /** What all posts of a worker have in common. */
    record Shared(Executor crew, Detectors detectors, FactSink sink, LoadGovernor governor, Load load) {}

    CameraPost(Catalogue.Entry entry, long epoch, RelayAddress address, Duration frozenAfter, Shared shared) {
        this.camera = entry.camera();
        this.entry = entry;
        this.shared = shared;
        this.eye = new Eye(
                camera, Long.toString(epoch, 36) + "-", java.util.Objects.requireNonNull(entry.scene()), frozenAfter);
        this.own = new OwnEye(camera, shared.load);
        this.relay = RelayClient.start(address, camera, this::arrived);
    }

    /** Follows a changed scene or order from the next frame on. */
    void follow(Catalogue.Entry newEntry) {
        entry = newEntry;
    }

    private boolean usesOwn() {
        Catalogue.AnalysisOrder order = entry.order();
        return order != null && order.model().equals(OwnEye.MODEL);
    }

    private void arrived(Arrival arrival) {
        if (arrival instanceof Arrival.Analytics && !usesOwn()) {
            return;
        }
        queue.offer(arrival);
        if (!(arrival instanceof Arrival.Analytics)) {
            lastArrival = System.nanoTime();
        }
        schedule();
    }

    private void schedule() {
        if (!closed && scheduled.compareAndSet(false, true)) {
            try {
                shared.crew.execute(this::takeTurn);
            } catch (RejectedExecutionException e) {
                scheduled.set(false);
            }
        }
    }

    private void takeTurn() {
        long began = System.nanoTime();
        turn.lock();
        try {
            Arrival arrival;
            for (int i = 0; i < UNITS_A_TURN && !closed && (arrival = queue.poll()) != null; i++) {
                take(arrival);
            }
            if (!closed && !silent && System.nanoTime() - lastArrival > SILENCE_NANOS) {
                silent = true;
                own.close();
                Eye.Found rest = eye.endAll();
                shared.sink.add(rest.snapshots(), rest.facts());
            }
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("event", "camera-failed")
                    .addKeyValue("camera", camera)
                    .setCause(e)
                    .log("a frame could not be analysed");
            closeDecoder();
        } finally {
            turn.unlock();
            shared.load.busy(System.nanoTime() - began);
            scheduled.set(false);
        }
        if (!queue.isEmpty()) {
            schedule();
        }
    }

    private void take(Arrival arrival) {
        if (arrival instanceof Arrival.Stream stream) {
            closeDecoder();
            clockTrusted = stream.info().clock() == StreamInfo.Clock.RTCP;
            try {
                decoder = new UnitDecoder(stream.info().codec(), stream.configuration());
            } catch (VideoUnreadable e) {
                tell(String.valueOf(e.getMessage()));
            }
        } else if (arrival instanceof Arrival.Unit unit) {
            decode(unit);
        } else if (arrival instanceof Arrival.Analytics analytics) {
            own.report(analytics, clockTrusted);
            lookAtDecided();
        }
    }

    private void decode(Arrival.Unit arrival) {
        UnitDecoder open = decoder;
        if (open == null) {
            return;
        }
        silent = false;
        RelayUnit unit = arrival.unit();
        UnitDecoder.Decoded decoded = open.decode(unit.bytes(), unit.isKeyFrame(), when(unit));
        decoded.problem().ifPresent(this::tell);
        long waited = System.nanoTime() - arrival.arrivedNanos();
        worstWait = Math.max(worstWait, waited);
        List<Picture> ours = new ArrayList<>(decoded.pictures());
        try {
            for (Picture each : decoded.pictures()) {
                if (consider(each, waited)) {
                    ours.remove(each);
                }
            }
        } finally {
            ours.forEach(Picture::close);
        }
        lookAtDecided();
    }

    /** Capture time; the time of arrival when the camera's clock is absurd. */
    private static long when(RelayUnit unit) {
        long off = Math.abs(unit.captureMicros() - unit.arrivalMicros());
        return off > CLOCK_TRUST.toNanos() / 1000 ? unit.arrivalMicros() : unit.captureMicros();
    }

    /** True when the picture was handed on and is not to be closed. */
    private boolean consider(Picture taken, long waitedNanos) {
        Catalogue.Entry now = entry;
        Catalogue.AnalysisOrder order = now.order();
        if (order == null || now.scene() == null) {
            return false;
        }
        Instant at = Instant.EPOCH.plus(taken.timeMicros(), ChronoUnit.MICROS);
        double seconds = taken.timeMicros() / 1e6;
        lastSeconds = seconds;
        CameraHealth health = eye.health(taken, at);
        if (health != null) {
            shared.sink.add(List.of(), List.of(health));
            LOG.atInfo()
                    .addKeyValue("event", "picture-health")
                    .addKeyValue("camera", camera)
                    .addKeyValue("condition", health.condition())
                    .log("the state of a picture");
        }
        picture = eye.picture();
        if (glance.due(seconds, order.fps()) && shared.governor.level() > 0 && eye.inView() == 0) {
            if (eye.moves(taken)) {
                movedAt = seconds;
            }
        } else if (eye.inView() > 0 || shared.governor.level() == 0) {
            movedAt = seconds;
        }
        idle = eye.inView() == 0 && seconds - movedAt > REST_SECONDS;
        if (!pacer.due(seconds, pace())) {
            return false;
        }
        if (waitedNanos > STALE_NANOS && queue.depth() > 2) {
            skipped++;
            return false;
        }
        if (usesOwn()) {
            own.picture(taken);
            return true;
        }
        own.close();
        analyse(taken, at, now, order);
        return false;
    }

    /** Pictures of which the camera has said what it saw in them. */
    private void lookAtDecided() {
        OwnReports.Pair<Picture> pair;
        while ((pair = own.next()) != null) {
            try (Picture taken = pair.picture()) {
                Catalogue.Entry now = entry;
                List<Detection> seen = pair.seen();
                if (seen != null && now.scene() != null) {
                    noModel = false;
                    eye.follow(now.scene());
                    Instant at = Instant.EPOCH.plus(pair.micros(), ChronoUnit.MICROS);
                    store(eye.look(taken, at, seen), at);
                }
            }
        }
    }

    private void analyse(Picture taken, Instant at, Catalogue.Entry now, Catalogue.AnalysisOrder order) {
        Detector detector = shared.detectors.find(order.model());
        noModel = detector == null;
        if (detector == null) {
            return;
        }
        if (now.scene() != null) {
            eye.follow(now.scene());
        }
        store(eye.look(taken, at, detector), at);
    }

    private void store(Eye.Found found, Instant at) {
        shared.sink.add(found.snapshots(), found.facts());
        pacer.took(lastSeconds);
        achieved = pacer.achieved(lastSeconds);
        double delay = Duration.between(at, Instant.now()).toNanos() / 1e6;
        delayMs = Double.isNaN(delayMs) ? delay : delayMs + 0.1 * (delay - delayMs);
        shared.load.analysed(delay);
    }

    private double pace() {
        Catalogue.AnalysisOrder order = entry.order();
        if (order == null) {
            return 0;
        }
        // without a network to run there is little to spare
        return usesOwn() ? order.fps() : shared.governor.fps(order.fps(), idle, hasRules());
    }

    private boolean hasRules() {
        var scene = entry.scene();
        return scene != null && scene.rules().stream().anyMatch(rule -> rule.enabled());
    }

    private void tell(String newProblem) {
        if (!newProblem.equals(problem)) {
            problem = newProblem;
            LOG.atWarn()
                    .addKeyValue("event", "undecodable")
                    .addKeyValue("camera", camera)
                    .addKeyValue("reason", newProblem)
                    .log("damaged pictures are left out");
        }
    }

    private void closeDecoder() {
        UnitDecoder open = decoder;
        decoder = null;
        if (open != null) {
            open.close();
        }
    }

    /** Once a second: notices that nothing comes any more. Returns the longest wait since the last call, seconds. */
    double second() {
        double worst = worstWait / 1e9;
        worstWait = 0;
        if (!silent && System.nanoTime() - lastArrival > SILENCE_NANOS) {
            achieved = 0;
            schedule();
        }
        return worst;
    }

    CameraFigures figures() {
        Catalogue.AnalysisOrder order = entry.order();
        double asked = order == null ? 0 : order.fps();
        double pace = pace();
        CameraFigures.State state = silent
                ? CameraFigures.State.WAITING
                : noModel
                        ? CameraFigures.State.NO_MODEL
                        : pace <= 0
                                ? CameraFigures.State.STOPPED
                                : idle && pace < asked
                                        ? CameraFigures.State.IDLE
                                        : pace < asked ? CameraFigures.State.SLOWED : CameraFigures.State.ANALYSED;
        double delay = delayMs;
        return new CameraFigures(
                camera,
                new CameraFigures.Rate(asked, silent ? 0 : achieved, pace, queue.dropped() + skipped),
                Double.isNaN(delay) ? null : (Double) delay,
                queue.depth(),
                state,
                picture);
    }

    CameraId camera() {
        return camera;
    }

    /** Stops; objects in view are told as ended if this camera is still ours. */
    @Override
    public void close() {
        relay.close();
        turn.lock();
        try {
            closed = true;
            Eye.Found rest = eye.endAll();
            shared.sink.add(rest.snapshots(), rest.facts());
            closeDecoder();
            own.close();
            eye.close();
        } finally {
            turn.unlock();
        }
    }
}
