package org.vigilia.vision.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How much of the crew's time is used, and how late facts are. Safe for many threads. */
final class Load {

    private final AtomicLong busyNanos = new AtomicLong();
    private final Counter frames;
    private final Counter unreadable;
    private final Timer delay;

    Load(MeterRegistry metrics) {
        frames = Counter.builder("vigilia.vision.frames")
                .description("frames analysed")
                .register(metrics);
        unreadable = Counter.builder("vigilia.vision.analytics.unreadable")
                .description("damaged reports of cameras that analyse their pictures themselves")
                .register(metrics);
        delay = Timer.builder("vigilia.vision.delay")
                .description("from capture to facts")
                .publishPercentiles(0.5, 0.95, 0.99)
                .register(metrics);
    }

    void busy(long nanos) {
        busyNanos.addAndGet(nanos);
    }

    void analysed(double delayMs) {
        frames.increment();
        delay.record(Duration.ofNanos((long) (Math.max(0, delayMs) * 1e6)));
    }

    void unreadableReport() {
        unreadable.increment();
    }

    /** Time that threads were busy since the last call. */
    long takeBusyNanos() {
        return busyNanos.getAndSet(0);
    }
}
