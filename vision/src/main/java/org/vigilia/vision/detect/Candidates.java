package org.vigilia.vision.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vigilia.contract.scene.ObjectClass;

/**
 * Boxes found by a network before overlapping ones are thinned out, in pixels of the network's input.
 *
 * <p>Not thread-safe.
 */
final class Candidates {

    /** One box; {@code group} holds together the classes that a network confuses for one object. */
    record Candidate(float left, float top, float right, float bottom, float score, ObjectClass kind) {

        float area() {
            return Math.max(0, right - left) * Math.max(0, bottom - top);
        }

        float overlap(Candidate other) {
            float w = Math.min(right, other.right) - Math.max(left, other.left);
            float h = Math.min(bottom, other.bottom) - Math.max(top, other.top);
            if (w <= 0 || h <= 0) {
                return 0;
            }
            return w * h / (area() + other.area() - w * h);
        }
    }

    private final List<Candidate> all = new ArrayList<>();

    void add(float left, float top, float right, float bottom, float score, ObjectClass kind) {
        if (right > left && bottom > top && score <= 1.0001f) {
            all.add(new Candidate(left, top, right, bottom, Math.min(1, score), kind));
        }
    }

    void clear() {
        all.clear();
    }

    int size() {
        return all.size();
    }

    /**
     * Greedy non-maximum suppression: the surest box wins, boxes of its group that overlap it more than
     * {@code maxOverlap} go.
     */
    List<Candidate> thinned(float maxOverlap) {
        all.sort(Comparator.comparingDouble((Candidate c) -> c.score).reversed());
        List<Candidate> kept = new ArrayList<>();
        for (Candidate candidate : all) {
            boolean free = true;
            for (Candidate winner : kept) {
                if (group(winner.kind) == group(candidate.kind) && winner.overlap(candidate) > maxOverlap) {
                    free = false;
                    break;
                }
            }
            if (free) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    /** Detectors see one van as car and truck at once; a rider and the bicycle are two things. */
    private static int group(ObjectClass kind) {
        return switch (kind) {
            case PERSON -> 0;
            case BICYCLE, MOTORCYCLE -> 1;
            case CAR, BUS, TRUCK -> 2;
        };
    }
}
