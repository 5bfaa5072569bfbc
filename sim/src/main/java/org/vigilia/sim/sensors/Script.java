package org.vigilia.sim.sensors;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What happens in the town; more may be added while it runs. Safe for use by many threads. */
public final class Script {

    private final List<Happening> happenings = new CopyOnWriteArrayList<>();

    /** Nothing happens. */
    public Script() {}

    public Script(Collection<Happening> happenings) {
        this.happenings.addAll(happenings);
    }

    public void add(Happening happening) {
        happenings.add(happening);
    }

    /** All that is known to happen, in the order it was added. */
    public List<Happening> list() {
        return List.copyOf(happenings);
    }

    /** The greatest strength of any happening of a kind, 0..1. */
    double strongest(Happening.Kind kind, Instant at, double buildsSeconds) {
        double strongest = 0;
        for (Happening happening : happenings) {
            if (happening.kind() == kind) {
                strongest = Math.max(strongest, happening.strength(at, buildsSeconds));
            }
        }
        return strongest;
    }

    /** The greatest strength within some metres of a spot, 0..1. */
    double strongestNear(Happening.Kind kind, Instant at, double buildsSeconds, Device device, double metres) {
        double strongest = 0;
        for (Happening happening : happenings) {
            if (happening.kind() == kind && happening.metresTo(device.eastM(), device.northM()) <= metres) {
                strongest = Math.max(strongest, happening.strength(at, buildsSeconds));
            }
        }
        return strongest;
    }

    Iterable<Happening> all() {
        return happenings;
    }
}
