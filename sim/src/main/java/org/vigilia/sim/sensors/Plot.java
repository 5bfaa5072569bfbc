package org.vigilia.sim.sensors;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.vigilia.contract.sensing.SensorKind;

/** Thinks up happenings that fit the town and its weather: a smell is of use only where the wind carries it to a sensor. */
public final class Plot {

    private static final Duration SMELL = Duration.ofMinutes(4);
    private static final Duration FIRE = Duration.ofMinutes(6);
    private static final Duration JAM = Duration.ofMinutes(8);
    /** How long a storm lasts, its building up and dying down included. */
    public static final Duration STORM = Duration.ofMinutes(40);

    private static final Duration SIREN = Duration.ofSeconds(40);
    private static final double NEAR_METRES = 110;

    private final World world;
    private final List<Device> devices;
    private final Noise noise;

    public Plot(long seed, World world, List<Device> devices) {
        this.world = world;
        this.devices = List.copyOf(devices);
        this.noise = new Noise(seed).of("plot");
    }

    /** A happening of a kind that begins at {@code from}, at a place that fits. */
    public Happening of(Happening.Kind kind, Instant from) {
        return switch (kind) {
            case ODOUR -> upwind(kind, from, SMELL);
            case GARBAGE_FIRE -> upwind(kind, from, FIRE);
            case TRAFFIC_JAM -> at(kind, any(SensorKind.TRAFFIC, from), from, JAM);
            case STORM -> new Happening(kind, from, from.plus(STORM), 0, 0, null);
            case SIREN -> at(kind, any(SensorKind.SOUND, from), from, SIREN);
        };
    }

    /**
     * What the demo shows from a moment on, for some hours: a smell a minute in, then every half hour something else, and
     * a smell every hour and a half.
     */
    public List<Happening> demo(Instant from, int hours) {
        List<Happening> happenings = new java.util.ArrayList<>();
        Happening.Kind[] turns = {
            Happening.Kind.ODOUR, Happening.Kind.TRAFFIC_JAM, Happening.Kind.SIREN,
            Happening.Kind.ODOUR, Happening.Kind.GARBAGE_FIRE, Happening.Kind.STORM
        };
        for (int turn = 0; turn < 2 * hours; turn++) {
            happenings.add(of(turns[turn % turns.length], from.plusSeconds(60 + 1800L * turn)));
        }
        return happenings;
    }

    /** The bin whose smell the wind of the first minutes carries straight to a sensor. */
    private Happening upwind(Happening.Kind kind, Instant from, Duration length) {
        Sky sky = world.sky(from.plus(length.dividedBy(2)));
        Device source = devices.stream()
                .filter(device -> device.kind() == SensorKind.WASTE)
                .max(Comparator.comparingDouble(bin -> felt(bin, sky)))
                .orElseThrow(() -> new IllegalStateException("the town has no bins"));
        return new Happening(kind, from, from.plus(length), source.eastM(), source.northM(), source.id());
    }

    private double felt(Device bin, Sky sky) {
        return devices.stream()
                .filter(device -> device.kind() == SensorKind.ODOUR)
                .filter(device ->
                        Math.hypot(device.eastM() - bin.eastM(), device.northM() - bin.northM()) < NEAR_METRES)
                .mapToDouble(device -> Plume.share(device.eastM() - bin.eastM(), device.northM() - bin.northM(), sky))
                .max()
                .orElse(0);
    }

    private Device any(SensorKind kind, Instant from) {
        List<Device> fitting =
                devices.stream().filter(device -> device.kind() == kind).toList();
        return fitting.get((int) (noise.unit(from.getEpochSecond()) * fitting.size()));
    }

    private static Happening at(Happening.Kind kind, Device device, Instant from, Duration length) {
        return new Happening(kind, from, from.plus(length), device.eastM(), device.northM(), null);
    }
}
