package org.vigilia.stream.job.city;

import io.micrometer.core.instrument.Metrics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.sensing.Rollups;
import org.vigilia.facts.sensing.Rollups.CellKey;
import org.vigilia.facts.sensing.Span;
import org.vigilia.rules.SensorJudge;
import org.vigilia.rules.Signal;
import org.vigilia.stream.job.JobWatch;
import org.vigilia.stream.job.Stores;
import org.vigilia.stream.job.city.Dirty.Key;
import org.vigilia.stream.job.city.Dirty.Kind;

/**
 * Keeps minutes, hours and days: remembers what must be made, has it made a bounded piece at a time, and judges how
 * unusual the minutes were. One for the whole city: the work is the database's.
 *
 * <p>A minute is made 3 s after it is over and again whenever something comes late or is corrected. Hours and days are
 * made when they are over, and while they last every 5 and 30 minutes. While the database is away all of it waits; when
 * more than 200,000 wait, it holds up the source.
 */
final class RollupFunction extends KeyedProcessFunction<String, Mark, CityItem> {

    private static final long serialVersionUID = 1L;
    private static final long TICK_MS = 250;
    private static final long SECOND = 1_000_000;
    private static final long GRACE = 3 * SECOND;
    /** Minutes that lie further ahead are not waited for: a clock that is years ahead must not fill the memory. */
    private static final long AHEAD = 120 * SECOND;

    private static final int MAX_WAITING = 200_000;
    private static final int MAX_AT_ONCE = 2_000;

    /** Of this JVM; there is one such operator in a job. */
    private static final AtomicInteger WAITING =
            Objects.requireNonNull(Metrics.globalRegistry.gauge("vigilia.stream.rollups.waiting", new AtomicInteger()));

    private final Stores stores;
    private final int maxDetectors;
    private transient @Nullable ValueState<RollupMemory> memories;
    private transient @Nullable CityDesk desk;
    private transient @Nullable ExecutorService worker;
    private transient @Nullable Rollups rollups;
    private transient @Nullable Detectors detectors;
    private transient @Nullable Future<List<Detectors.Judged>> round;
    private transient @Nullable CellIndex cells;

    RollupFunction(Stores stores, int maxDetectors) {
        this.stores = stores;
        this.maxDetectors = maxDetectors;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        memories =
                getRuntimeContext().getState(new ValueStateDescriptor<>("rollups", RollupMemory.Serializer.INSTANCE));
        desk = CityDesk.open(stores);
        Rollups tables = stores.open().rollups();
        rollups = tables;
        detectors = new Detectors(tables, maxDetectors);
        worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "rollups");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void close() throws Exception {
        ExecutorService thread = worker;
        Detectors learnt = detectors;
        if (thread != null && learnt != null) {
            try {
                thread.submit(learnt::saveAll).get(5, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                JobWatch.INSTANCE.logUnavailable("detectors", new IllegalStateException("not saved: " + e, e));
            }
            thread.shutdownNow();
        }
        if (desk != null) {
            desk.close();
        }
    }

    @Override
    public void processElement(Mark mark, Context context, Collector<CityItem> out) throws Exception {
        Consumer<Signal> signals = signal -> out.collect(new CityItem(signal, null, null));
        RollupMemory memory = load(signals);
        long now = Math.max(0, context.timerService().currentWatermark()) * 1_000;
        long over = mark.minute() + Span.MINUTE.micros() + GRACE;
        long due = now == 0 ? over : Math.min(over, now + AHEAD);
        memory.dirty().add(Kind.MINUTE, new Key(mark.datastream(), 0, mark.minute()), due);
        while (memory.dirty().size() > MAX_WAITING && begin(memory, now)) {
            finishRound(memory, now, signals, true);
        }
        finish(memory, context);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<CityItem> out) throws Exception {
        Consumer<Signal> signals = signal -> out.collect(new CityItem(signal, null, null));
        RollupMemory memory = load(signals);
        long now = context.timerService().currentWatermark() * 1_000;
        memory.scores().tick(now, signals);
        finishRound(memory, now, signals, false);
        begin(memory, now);
        finish(memory, context);
    }

    /** Starts the next round when none is under way and something is due. @return true when one is under way then */
    private boolean begin(RollupMemory memory, long now) {
        if (round != null) {
            return true;
        }
        Map<Kind, List<Key>> keys = new EnumMap<>(Kind.class);
        int count = 0;
        for (Kind kind : Kind.values()) {
            List<Key> due = memory.dirty().take(kind, now, MAX_AT_ONCE);
            keys.put(kind, due);
            count += due.size();
        }
        if (count > 0) {
            RollupRound next = new RollupRound(keys, index());
            Rollups tables = Objects.requireNonNull(rollups);
            Detectors learnt = Objects.requireNonNull(detectors);
            round = Objects.requireNonNull(worker).submit(() -> next.run(tables, learnt));
        }
        return count > 0;
    }

    /** Takes the result of a round that is over. */
    private void finishRound(RollupMemory memory, long now, Consumer<Signal> signals, boolean wait)
            throws InterruptedException {
        Future<List<Detectors.Judged>> current = round;
        if (current == null || (!wait && !current.isDone())) {
            return;
        }
        round = null;
        try {
            List<Detectors.Judged> judged = current.get();
            follow(memory.dirty(), now);
            memory.dirty().settle();
            long oldest = now - SensorJudge.MAX_AGE.toMillis() * 1_000;
            for (Detectors.Judged minute : judged) {
                long end = minute.at() + Span.MINUTE.micros();
                if (end >= oldest) {
                    memory.scores()
                            .score(minute.datastream(), end, minute.mean(), minute.score(), minute.why(), signals);
                }
            }
        } catch (ExecutionException e) {
            memory.dirty().putBack(now + SECOND);
            if (e.getCause() instanceof LogUnavailable away) {
                JobWatch.INSTANCE.logUnavailable("roll-ups", away);
                TimeUnit.MILLISECONDS.sleep(wait ? TICK_MS : 0);
            } else {
                throw new IllegalStateException("roll-ups cannot be made", e.getCause());
            }
        }
    }

    /** What follows from what was made. */
    private void follow(Dirty dirty, long now) {
        CellIndex index = index();
        for (Key key : dirty.taken(Kind.MINUTE)) {
            dirty.add(Kind.HOUR, new Key(key.id(), 0, Span.HOUR.beginOf(key.at())), due(Span.HOUR, key.at(), now, 300));
            cell(dirty, index, Kind.CELL_MINUTE, key, now);
        }
        for (Key key : dirty.taken(Kind.HOUR)) {
            dirty.add(Kind.DAY, new Key(key.id(), 0, Span.DAY.beginOf(key.at())), due(Span.DAY, key.at(), now, 1_800));
            cell(dirty, index, Kind.CELL_HOUR, key, now);
        }
        for (Key key : dirty.taken(Kind.DAY)) {
            cell(dirty, index, Kind.CELL_DAY, key, now);
        }
    }

    private static long due(Span span, long at, long now, long everySeconds) {
        long over = span.beginOf(at) + span.micros() + 2 * GRACE;
        return over <= now ? now + 2 * SECOND : Math.min(over, now + everySeconds * SECOND);
    }

    private static void cell(Dirty dirty, CellIndex index, Kind kind, Key made, long now) {
        CellKey cell = index.find(made.id());
        if (cell != null) {
            int quantity = Quantity.valueOf(cell.quantity()).ordinal();
            dirty.add(kind, new Key(cell.cell(), quantity, made.at()), now + 2 * SECOND);
        }
    }

    private CellIndex index() {
        CellIndex known = cells;
        CityDesk.Books books = Objects.requireNonNull(desk).books();
        if (known == null || known.book() != books.all()) {
            known = new CellIndex(books.all());
            cells = known;
        }
        return known;
    }

    private RollupMemory load(Consumer<Signal> signals) throws Exception {
        CityDesk known = Objects.requireNonNull(desk, "not open");
        RollupMemory memory = Objects.requireNonNull(memories).value();
        if (memory == null) {
            memory = new RollupMemory(new Dirty(), SensorJudge.fresh(known));
        }
        memory.scores().tellTo(known);
        memory.scores().follow(known.books().scores(), signals);
        return memory;
    }

    private void finish(RollupMemory memory, Context context) throws Exception {
        Objects.requireNonNull(memories).update(memory);
        WAITING.set(memory.dirty().size());
        long watermark = Math.max(0, context.timerService().currentWatermark());
        context.timerService().registerEventTimeTimer((watermark / TICK_MS + 1) * TICK_MS);
    }
}
