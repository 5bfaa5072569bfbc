package org.vigilia.stream.job.city;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.rules.CityJudge;
import org.vigilia.rules.Signal;
import org.vigilia.stream.job.Finding;
import org.vigilia.stream.job.Stores;

/** Puts together what sensors and cameras tell. One for the whole city: little comes here, and it must meet. */
final class CityFunction extends KeyedProcessFunction<String, CityItem, Finding> {

    private static final long serialVersionUID = 1L;
    private static final long TICK_MS = 250;

    private final Stores stores;
    private transient @Nullable ValueState<CityJudge> judges;
    private transient @Nullable CityDesk desk;

    CityFunction(Stores stores) {
        this.stores = stores;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        judges = getRuntimeContext().getState(new ValueStateDescriptor<>("city-judge", CityJudgeSerializer.INSTANCE));
        desk = CityDesk.open(stores);
    }

    @Override
    public void close() throws Exception {
        if (desk != null) {
            desk.close();
        }
    }

    @Override
    public void processElement(CityItem item, Context context, Collector<Finding> out) throws Exception {
        List<AlertChange> changes = new ArrayList<>();
        CityJudge judge = load(changes);
        Signal signal = item.signal();
        AlertChange change = item.change();
        if (signal != null) {
            judge.see(signal, changes::add);
        }
        if (change != null) {
            judge.see(change, changes::add);
        }
        finish(judge, context, changes, item.storedAt(), out);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out) throws Exception {
        List<AlertChange> changes = new ArrayList<>();
        CityJudge judge = load(changes);
        judge.tick(context.timerService().currentWatermark() * 1_000, changes::add);
        finish(judge, context, changes, null, out);
    }

    private CityJudge load(List<AlertChange> changes) throws Exception {
        CityDesk known = Objects.requireNonNull(desk, "not open");
        CityJudge judge = state().value();
        if (judge == null) {
            judge = CityJudge.fresh(known);
        }
        judge.tellTo(known);
        judge.follow(known.books().all(), changes::add);
        return judge;
    }

    private void finish(
            CityJudge judge,
            Context context,
            List<AlertChange> changes,
            @Nullable Instant storedAt,
            Collector<Finding> out)
            throws Exception {
        state().update(judge);
        long watermark = context.timerService().currentWatermark();
        context.timerService().registerEventTimeTimer((Math.max(watermark, 0) / TICK_MS + 1) * TICK_MS);
        if (!changes.isEmpty()) {
            out.collect(new Finding(changes, storedAt));
        }
    }

    private ValueState<CityJudge> state() {
        return Objects.requireNonNull(judges, "not open");
    }
}
