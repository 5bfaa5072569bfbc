package org.vigilia.sim.sensors;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What is wrong with which device, and when. Safe for use by many threads. */
public final class Faults {

    /** Faults that a good system takes without a word to the operator. */
    public static final List<DeviceFault.Kind> HARMLESS = List.of(
            DeviceFault.Kind.DUPLICATES,
            DeviceFault.Kind.OUTAGE,
            DeviceFault.Kind.CLOCK_SKEW,
            DeviceFault.Kind.ERROR_CODE);

    private final Map<String, List<DeviceFault>> byDevice = new ConcurrentHashMap<>();

    public void add(DeviceFault fault) {
        byDevice.computeIfAbsent(fault.device(), id -> new CopyOnWriteArrayList<>())
                .add(fault);
    }

    /** Ends at a moment whatever is wrong with a device then; an outage's readings come after it. */
    public void end(String device, Instant at) {
        byDevice.computeIfPresent(device, (id, faults) -> {
            List<DeviceFault> ended = new CopyOnWriteArrayList<>();
            for (DeviceFault fault : faults) {
                if (!fault.until().isAfter(at)) {
                    ended.add(fault);
                } else if (fault.from().isBefore(at)) {
                    ended.add(new DeviceFault(device, fault.kind(), fault.from(), at));
                }
            }
            return ended;
        });
    }

    /** What is wrong with a device at a moment, the newest fault first; null when it is well. */
    public @Nullable DeviceFault of(String device, Instant at) {
        DeviceFault wrong = null;
        for (DeviceFault fault : byDevice.getOrDefault(device, List.of())) {
            if (fault.holdsAt(at)) {
                wrong = fault;
            }
        }
        return wrong;
    }

    /** All faults, of one device after the other. */
    public List<DeviceFault> list() {
        return byDevice.keySet().stream()
                .sorted()
                .flatMap(device -> byDevice.getOrDefault(device, List.of()).stream())
                .toList();
    }

    /**
     * Thinks up faults, the same for the same seed.
     *
     * @param kinds what may be wrong, in turn
     * @param every how often something goes wrong somewhere
     */
    public static List<DeviceFault> plan(
            long seed,
            List<Device> devices,
            List<DeviceFault.Kind> kinds,
            Instant from,
            Instant until,
            Duration every) {
        Noise noise = new Noise(seed).of("faults");
        List<DeviceFault> faults = new ArrayList<>();
        long turn = 0;
        for (Instant at = from.plus(every); at.isBefore(until); at = at.plus(every)) {
            Device device = devices.get((int) (noise.unit(3 * turn) * devices.size()));
            DeviceFault.Kind kind = kinds.get((int) (turn % kinds.size()));
            Duration length = Duration.ofSeconds((long) (300 + 1500 * noise.unit(3 * turn + 1)));
            faults.add(new DeviceFault(device.id(), kind, at, at.plus(length)));
            turn++;
        }
        return faults;
    }
}
