package org.vigilia.sim.devices;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.sim.sensors.Device;
import org.vigilia.sim.sensors.DeviceFault;
import org.vigilia.sim.sensors.Faults;
import org.vigilia.sim.sensors.Happening;
import org.vigilia.sim.sensors.Plot;
import org.vigilia.sim.sensors.Reading;
import org.vigilia.sim.sensors.Reporter;
import org.vigilia.sim.sensors.World;

/** Lets time pass: every device tells at its moments, and the demo's happenings go on for as long as the town lives. */
final class LiveTown {

    private static final int DEMO_HOURS = 12;
    private static final Duration GATEWAY_EVERY = Duration.ofSeconds(30);
    private static final Duration FAULT_EVERY = Duration.ofMinutes(10);
    /** The machine slept, or was too busy: what is older than this is not made up any more. */
    private static final Duration LONGEST_LAG = Duration.ofHours(1);

    private static final Duration CAUGHT_UP = Duration.ofSeconds(10);
    private static final Duration QUIET = Duration.ofDays(7);
    private static final long SLICE_MINUTES = 30;

    private record Moment(Instant at, Device device) {}

    private final long seed;
    private final List<Device> devices;
    private final World world;
    private final Faults faults;
    private final Plot plot;
    private final Reporter reporter;
    private final Network network;
    private final Truth truth;
    private final Clock clock;
    private volatile boolean historySent;
    private @Nullable Instant historyEnd;

    LiveTown(long seed, List<Device> devices, World world, Faults faults, Network network, Truth truth) {
        this.seed = seed;
        this.devices = List.copyOf(devices);
        this.world = world;
        this.faults = faults;
        this.plot = new Plot(seed, world, devices);
        this.reporter = new Reporter(world, faults);
        this.network = network;
        this.truth = truth;
        this.clock = Clock.systemUTC();
    }

    /**
     * Sends the past, in the order of time, as fast as the city takes it. A past of more than a week begins with a storm,
     * so that who tries rules on it sees that they find something; the newest week is quiet.
     *
     * @param every how often each device told
     */
    void history(Instant from, Duration every) throws InterruptedException {
        Instant now = clock.instant();
        if (from.isBefore(now.minus(QUIET))) {
            Instant middle = from.plus(Duration.between(from, now.minus(QUIET)).dividedBy(2));
            happen(
                    Happening.Kind.STORM,
                    heardBy(SensorKind.WEATHER, every, middle).minus(Plot.STORM.dividedBy(2)));
        }
        for (DeviceFault fault : Faults.plan(seed, devices, Faults.HARMLESS, from, now, Duration.ofHours(1))) {
            add(fault);
        }
        List<Device> slow = devices.stream().map(device -> device.every(every)).toList();
        Instant at = from;
        // while it is sent, time goes on; what is left at the end is told live
        while (at.isBefore(clock.instant().minus(CAUGHT_UP))) {
            Instant end = at.plus(Duration.ofMinutes(SLICE_MINUTES));
            Instant until = end.isBefore(clock.instant()) ? end : clock.instant();
            for (Device device : slow) {
                List<Reading> readings = new ArrayList<>();
                for (Instant tick = device.firstAt(at); tick.isBefore(until); tick = tick.plus(every)) {
                    readings.addAll(reporter.at(device, tick));
                }
                network.sendHistory(device, readings);
            }
            at = until;
        }
        while (!network.awaitHistory(60_000)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        historyEnd = at;
        historySent = true;
    }

    /** When a device of a kind tells first after a moment: what is shorter than its pauses would else pass unheard. */
    private Instant heardBy(SensorKind kind, Duration every, Instant after) {
        return devices.stream()
                .filter(device -> device.kind() == kind)
                .map(device -> device.every(every).firstAt(after))
                .min(Comparator.naturalOrder())
                .orElse(after);
    }

    /** Everything tells at its time, until the thread is interrupted. */
    void live(boolean demo) throws InterruptedException {
        historySent = true;
        PriorityQueue<Moment> next = new PriorityQueue<>(
                Comparator.comparing(Moment::at).thenComparing(m -> m.device().id()));
        Instant begin = clock.instant();
        Instant told = historyEnd == null ? begin : historyEnd;
        devices.forEach(device -> next.add(new Moment(device.firstAt(told), device)));
        Instant planned = begin;
        Instant gatewayAt = begin;
        long uplinks = 0;
        while (!Thread.currentThread().isInterrupted()) {
            Instant now = clock.instant();
            if (demo && !now.isBefore(planned)) {
                planDemo(planned);
                planned = planned.plus(Duration.ofHours(DEMO_HOURS));
            }
            if (!now.isBefore(gatewayAt)) {
                network.sendGateway((network.uplinks() - uplinks) * 60.0 / GATEWAY_EVERY.toSeconds());
                uplinks = network.uplinks();
                gatewayAt = now.plus(GATEWAY_EVERY);
            }
            while (!next.element().at().isAfter(now)) {
                Moment moment = next.remove();
                Device device = moment.device();
                network.send(device, reporter.at(device, moment.at()));
                Instant after = moment.at().plus(device.every());
                next.add(new Moment(after.isBefore(now.minus(LONGEST_LAG)) ? device.firstAt(now) : after, device));
            }
            long pause = Duration.between(clock.instant(), next.element().at()).toMillis();
            TimeUnit.MILLISECONDS.sleep(Math.max(1, Math.min(500, pause)));
        }
    }

    /** Lets something happen at a place that fits. */
    Happening happen(Happening.Kind kind, Instant from) {
        Happening happening = plot.of(kind, from);
        add(happening);
        return happening;
    }

    void add(DeviceFault fault) {
        faults.add(fault);
        truth.note(fault);
    }

    boolean historySent() {
        return historySent;
    }

    private void add(Happening happening) {
        world.script().add(happening);
        truth.note(happening);
    }

    private void planDemo(Instant from) {
        plot.demo(from, DEMO_HOURS).forEach(this::add);
        // bins and gauges stay well, so that what the demo shows does not hang on a device in trouble
        List<Device> fragile = devices.stream()
                .filter(device -> device.kind() != SensorKind.WASTE
                        && device.kind() != SensorKind.ODOUR
                        && device.kind() != SensorKind.WATER)
                .toList();
        Faults.plan(
                        seed,
                        fragile,
                        List.of(DeviceFault.Kind.values()),
                        from,
                        from.plus(Duration.ofHours(DEMO_HOURS)),
                        FAULT_EVERY)
                .forEach(this::add);
    }
}
