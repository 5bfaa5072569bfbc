package org.vigilia.sim.sensors;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What devices send, their faults included. A pure function of time; safe for use by many threads. */
public final class Reporter {

    static final Duration SKEW = Duration.ofSeconds(90);
    static final double ERROR_CODE = -9999;
    private static final int ONE_IN = 5;
    /** A device's memory: more than this it forgets, the oldest first. */
    private static final int MAX_KEPT = 2_000;

    private final World world;
    private final Faults faults;

    public Reporter(World world, Faults faults) {
        this.world = world;
        this.faults = faults;
    }

    /**
     * What a device sends at one of its moments, in the order it is sent: usually one reading, none while it cannot, all
     * that it kept when it can again.
     *
     * @param tick one of the moments at which the device tells, see {@link Device#firstAt}
     */
    public List<Reading> at(Device device, Instant tick) {
        DeviceFault fault = faults.of(device.id(), tick);
        if (fault != null && (fault.kind() == DeviceFault.Kind.SILENCE || fault.kind() == DeviceFault.Kind.OUTAGE)) {
            return List.of();
        }
        List<Reading> sent = new ArrayList<>(1);
        DeviceFault before = faults.of(device.id(), tick.minus(device.every()));
        if (before != null && before.kind() == DeviceFault.Kind.OUTAGE) {
            kept(device, before, tick, sent);
        }
        Reading reading = measure(device, tick, fault);
        sent.add(reading);
        if (fault != null && fault.kind() == DeviceFault.Kind.DUPLICATES) {
            sent.add(reading);
        }
        return sent;
    }

    private void kept(Device device, DeviceFault outage, Instant tick, List<Reading> into) {
        Instant oldest = tick.minus(device.every().multipliedBy(MAX_KEPT));
        Instant from = device.firstAt(outage.from().isBefore(oldest) ? oldest : outage.from());
        for (Instant at = from; at.isBefore(tick); at = at.plus(device.every())) {
            into.add(measure(device, at, null));
        }
    }

    private Reading measure(Device device, Instant tick, @Nullable DeviceFault fault) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Device.Channel channel : device.channels()) {
            values.put(channel.name(), told(device, channel, tick, fault));
        }
        boolean skewed = fault != null && fault.kind() == DeviceFault.Kind.CLOCK_SKEW;
        return new Reading(device.id(), skewed ? tick.plus(SKEW) : tick, values);
    }

    private double told(Device device, Device.Channel channel, Instant tick, @Nullable DeviceFault fault) {
        double truth = world.value(device, channel.quantity(), tick);
        if (fault == null) {
            return truth;
        }
        boolean now = Math.floorMod(tick.toEpochMilli() / device.every().toMillis(), ONE_IN) == 0;
        return switch (fault.kind()) {
            case STUCK -> world.value(device, channel.quantity(), fault.from());
            case SPIKE -> now ? channel.min() + 0.9 * (channel.max() - channel.min()) : truth;
            case DRIFT -> truth * (1 + 0.1 * Happening.seconds(fault.from(), tick) / 3600);
            case ERROR_CODE -> now ? ERROR_CODE : truth;
            default -> truth;
        };
    }
}
