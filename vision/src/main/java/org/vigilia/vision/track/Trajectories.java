package org.vigilia.vision.track;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.ObjectClass;

/**
 * Collects what a tracker tells into whole paths, for output that may look ahead: steps before confirmation are put in
 * their place, paths that one object left in pieces are joined, and short gaps are filled.
 *
 * <p>Keeps every step in memory (about 100 bytes each). Not thread-safe.
 */
public final class Trajectories {

    private final Map<Long, Growing> byNumber = new TreeMap<>();

    private static final class Growing {
        private final TreeMap<Long, TrackStep> steps = new TreeMap<>();
        private ObjectClass objectClass;
        private @Nullable Appearance appearance;

        private Growing(ObjectClass objectClass) {
            this.objectClass = objectClass;
        }
    }

    /** Takes in the next frame of the tracker. */
    public void add(TrackedFrame frame) {
        for (TrackState state : frame.live()) {
            add(state, frame);
        }
        for (TrackState state : frame.ended()) {
            add(state, frame);
        }
    }

    private void add(TrackState state, TrackedFrame frame) {
        Growing growing = byNumber.computeIfAbsent(state.number(), n -> new Growing(state.objectClass()));
        growing.objectClass = state.objectClass();
        growing.appearance = state.appearance();
        for (TrackStep step : state.earlier()) {
            growing.steps.putIfAbsent(step.frame(), step);
        }
        if (state.seen()) {
            growing.steps.put(
                    frame.frame(),
                    new TrackStep(
                            frame.frame(), frame.at(), state.box(), state.objectClass(), state.confidence(), false));
        }
    }

    /** All paths as they were told, without joining and filling. */
    public Collection<Trajectory> asTold() {
        List<Trajectory> all = new ArrayList<>();
        byNumber.forEach((number, growing) -> {
            if (!growing.steps.isEmpty()) {
                all.add(new Trajectory(
                        number, growing.objectClass, List.copyOf(growing.steps.values()), growing.appearance));
            }
        });
        return all;
    }

    /**
     * All paths, joined, with gaps filled, in the order of their first frames; what is joined has the number of its first
     * piece.
     *
     * @param aspect width of the picture over its height
     * @param frameSeconds time between frames
     */
    public List<Trajectory> joined(double aspect, double frameSeconds) {
        return Stitching.join(new ArrayList<>(asTold()), aspect, frameSeconds);
    }
}
