package org.vigilia.vision.track;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;

/**
 * One object while it is followed: where it is expected, what it was taken for, how it looks.
 *
 * <p>Positions are filtered in units of the picture's height so that noise can be told in heights of the object; a pixel
 * is as wide as it is high. Not thread-safe.
 */
final class Track {

    private static final double APPEARANCE_SHARE = 0.1;
    /** After so many seconds unseen an object is expected to have lost two thirds of its speed. */
    private static final double COAST_SECONDS = 2.0;

    private final double aspect;
    private final Instant firstSeen;
    private final Map<ObjectClass, Double> votes = new EnumMap<>(ObjectClass.class);
    private List<TrackStep> untold = new ArrayList<>();
    private Coordinate x;
    private Coordinate y;
    private Coordinate w;
    private Coordinate h;
    private @Nullable Appearance appearance;
    private @Nullable Instant inheritedFirstSeen;
    private Box seenBox;
    private Instant at;
    private Instant lastSeen;
    private double confidence;
    private ObjectClass objectClass;
    private long number;
    private int hits;
    private int missed;

    Track(Sighting sighting, long frame, Instant at, double aspect) {
        this.aspect = aspect;
        this.firstSeen = at;
        this.at = at;
        this.lastSeen = at;
        this.objectClass = sighting.objectClass();
        this.seenBox = sighting.box();
        Box box = sighting.box();
        double size = box.height();
        double speed = sighting.objectClass() == ObjectClass.PERSON ? 0.8 : 3.0;
        x = new Coordinate(box.centre().x() * aspect, 0.06 * size, speed * size);
        y = new Coordinate(box.centre().y(), 0.06 * size, speed * size);
        w = new Coordinate(box.width() * aspect, 0.08 * size, 0.3 * size);
        h = new Coordinate(box.height(), 0.08 * size, 0.3 * size);
        take(sighting, frame, at);
    }

    /** Lets time pass; to be called once a frame before matching. */
    void expect(Instant now) {
        double seconds = Math.min(5, Math.max(0, Duration.between(at, now).toNanos() / 1e9));
        at = now;
        double size = Math.max(0.01, h.value());
        double push = (objectClass == ObjectClass.PERSON ? 1.0 : 4.0) * size;
        if (missed > 0) {
            double keep = Math.exp(-seconds / COAST_SECONDS);
            x.slow(keep);
            y.slow(keep);
            w.slow(0);
            h.slow(0);
        }
        x.advance(seconds, push);
        y.advance(seconds, push);
        w.advance(seconds, 0.3 * push);
        h.advance(seconds, 0.3 * push);
    }

    /** Found again in the frame that {@link #expect} spoke of. */
    void see(Sighting sighting, long frame) {
        Box box = sighting.box();
        double size = box.height();
        double doubt = sighting.confidence() < 0.5 ? 1.6 : 1;
        x.measure(box.centre().x() * aspect, 0.05 * size * doubt);
        y.measure(box.centre().y(), 0.05 * size * doubt);
        w.measure(box.width() * aspect, 0.08 * size * doubt);
        h.measure(box.height(), 0.08 * size * doubt);
        take(sighting, frame, at);
    }

    private void take(Sighting sighting, long frame, Instant now) {
        hits++;
        missed = 0;
        lastSeen = now;
        confidence = sighting.confidence();
        votes.merge(sighting.objectClass(), sighting.confidence(), Double::sum);
        if (votes.size() > 1) {
            objectClass = votes.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
        }
        Appearance seen = sighting.appearance();
        if (seen != null) {
            appearance = appearance == null ? seen : appearance.mixedWith(seen, APPEARANCE_SHARE);
        }
        seenBox = sighting.box();
        if (number == 0) {
            untold.add(new TrackStep(frame, now, sighting.box(), sighting.objectClass(), confidence, false));
        }
    }

    void miss() {
        missed++;
    }

    /** Goes on as the object that was lost before; this one must not be confirmed yet. */
    void continueAs(Track lost) {
        number = lost.number;
        lost.votes.forEach((c, vote) -> votes.merge(c, vote, Double::sum));
        Appearance before = lost.appearance;
        Appearance now = appearance;
        if (before != null && now != null) {
            appearance = before.mixedWith(now, 0.3);
        }
        inheritedFirstSeen = lost.firstSeen();
    }

    Instant firstSeen() {
        return inheritedFirstSeen == null ? firstSeen : inheritedFirstSeen;
    }

    void confirm(long newNumber) {
        number = newNumber;
    }

    boolean confirmed() {
        return number != 0;
    }

    boolean lost() {
        return missed > 0;
    }

    int hits() {
        return hits;
    }

    int missed() {
        return missed;
    }

    long number() {
        return number;
    }

    ObjectClass objectClass() {
        return objectClass;
    }

    Instant lastSeen() {
        return lastSeen;
    }

    @Nullable
    Appearance appearance() {
        return appearance;
    }

    /** Where its first untold step was; for a track that is not confirmed, where it appeared. */
    TrackStep appeared() {
        return untold.get(0);
    }

    /** Where it was seen last. */
    Box seenBox() {
        return seenBox;
    }

    /** Where it is expected now. */
    Box expected() {
        double width = Math.max(0.004, w.value() / aspect);
        double height = Math.max(0.004, h.value());
        return new Box(x.value() / aspect - width / 2, y.value() - height / 2, width, height);
    }

    /** What is told of it; the untold steps are told only once. */
    TrackState state() {
        List<TrackStep> earlier = untold;
        if (!earlier.isEmpty()) {
            untold = new ArrayList<>();
            if (!lost()) {
                earlier = earlier.subList(0, earlier.size() - 1);
            }
        }
        Box where = lost() ? expected() : seenBox;
        return new TrackState(
                number, objectClass, confidence, where, !lost(), firstSeen(), lastSeen, appearance, earlier);
    }
}
