package org.vigilia.stream.job.city;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.facts.sensing.ObservationBatch;
import org.vigilia.facts.sensing.Span;
import org.vigilia.rules.SensorJudge;
import org.vigilia.rules.Signal;
import org.vigilia.stream.job.BatchItem;
import org.vigilia.stream.job.Stores;

/**
 * Judges batches of observations, one judge for each part of the log, and tells which minutes must be rolled up. Only
 * that goes on from here, so a reading costs no more than a look into two tables.
 */
final class SensorFunction extends KeyedProcessFunction<Integer, BatchItem, CityItem> {

    private static final long serialVersionUID = 1L;
    private static final long TICK_MS = 250;
    static final OutputTag<Mark> MARKS = new OutputTag<>("marks", Mark.TYPE);

    private final Stores stores;
    private transient @Nullable ValueState<SensorJudge> judges;
    private transient @Nullable CityDesk desk;
    private transient Map<Long, Long> marked = new HashMap<>();
    private transient boolean awake;

    SensorFunction(Stores stores) {
        this.stores = stores;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        judges = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("sensor-judge", SensorJudgeSerializer.INSTANCE));
        desk = CityDesk.open(stores);
        marked = new HashMap<>();
    }

    @Override
    public void close() throws Exception {
        if (desk != null) {
            desk.close();
        }
    }

    @Override
    public void processElement(BatchItem item, Context context, Collector<CityItem> out) throws Exception {
        ObservationBatch batch = item.batch();
        if (batch == null) {
            if (!awake) {
                awake = true;
                out.collect(CityItem.WAKE);
            }
            return;
        }
        Instant storedAt = item.storedAt();
        Consumer<Signal> signals = signal -> out.collect(new CityItem(signal, null, storedAt));
        SensorJudge judge = load(signals);
        long stored = micros(storedAt);
        for (Observation o : batch.observations()) {
            long at = micros(o.at());
            long datastream = o.datastream().value();
            judge.see(datastream, at, SensorJudge.readingOf(o), o.quality(), stored, signals);
            if (o.numeric()) {
                mark(datastream, at, stored, context);
            }
        }
        for (ObservationBatch.Correction correction : batch.corrections()) {
            long minute = Span.MINUTE.beginOf(micros(correction.at()));
            context.output(MARKS, new Mark(correction.datastream().value(), minute));
        }
        finish(judge, context, stored / 1_000);
    }

    /** Once for each minute of a datastream; again for each reading that comes after the minute is over, or far before. */
    private void mark(long datastream, long at, long storedAt, Context context) {
        long minute = Span.MINUTE.beginOf(at);
        Long before = marked.get(datastream);
        boolean odd = storedAt >= minute + Span.MINUTE.micros() || at > storedAt + Span.MINUTE.micros();
        if (before == null || before != minute || odd) {
            marked.put(datastream, minute);
            context.output(MARKS, new Mark(datastream, minute));
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<CityItem> out) throws Exception {
        Consumer<Signal> signals = signal -> out.collect(new CityItem(signal, null, null));
        SensorJudge judge = load(signals);
        judge.tick(context.timerService().currentWatermark() * 1_000, signals);
        finish(judge, context, Long.MIN_VALUE);
    }

    private SensorJudge load(Consumer<Signal> signals) throws Exception {
        CityDesk known = java.util.Objects.requireNonNull(desk, "not open");
        SensorJudge judge = state().value();
        if (judge == null) {
            judge = SensorJudge.fresh(known);
        }
        judge.tellTo(known);
        judge.follow(known.books().readings(), signals);
        return judge;
    }

    private void finish(SensorJudge judge, Context context, long storedAtMs) throws Exception {
        state().update(judge);
        long from = Math.max(context.timerService().currentWatermark(), storedAtMs);
        context.timerService().registerEventTimeTimer((from / TICK_MS + 1) * TICK_MS);
    }

    private ValueState<SensorJudge> state() {
        return java.util.Objects.requireNonNull(judges, "not open");
    }

    private static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    }
}
