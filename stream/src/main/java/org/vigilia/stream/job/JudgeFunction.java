package org.vigilia.stream.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.id.CameraId;
import org.vigilia.facts.Catalogue;
import org.vigilia.stream.rule.CameraJudge;

/**
 * Loads the judge of a camera, asks it, stores it. The watermark says until when all stored facts have been seen; a
 * timer four times a second lets that time pass for cameras that send nothing.
 */
final class JudgeFunction extends KeyedProcessFunction<String, TailItem, Finding> {

    private static final long serialVersionUID = 1L;
    private static final long TICK_MS = 250;

    private final Stores stores;
    private transient @Nullable ValueState<CameraJudge> judges;
    private transient @Nullable SceneFollower scenes;

    JudgeFunction(Stores stores) {
        this.stores = stores;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        judges = getRuntimeContext()
                .getState(new ValueStateDescriptor<CameraJudge>("camera-judge", JudgeSerializer.INSTANCE));
        scenes = SceneFollower.start(stores.open().catalogue());
    }

    @Override
    public void close() throws Exception {
        if (scenes != null) {
            scenes.close();
        }
    }

    @Override
    public void processElement(TailItem item, Context context, Collector<Finding> out) throws Exception {
        Fact fact = item.fact();
        if (fact == null) {
            return;
        }
        CameraJudge judge = load(context.getCurrentKey());
        List<AlertChange> changes = new ArrayList<>(follow(judge, context.getCurrentKey()));
        changes.addAll(judge.see(fact, item.storedAt()));
        finish(judge, context, changes, item.storedAt(), out);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out) throws Exception {
        CameraJudge judge = load(context.getCurrentKey());
        List<AlertChange> changes = new ArrayList<>(follow(judge, context.getCurrentKey()));
        changes.addAll(judge.tick(Instant.ofEpochMilli(context.timerService().currentWatermark())));
        finish(judge, context, changes, null, out);
    }

    private CameraJudge load(String camera) throws Exception {
        CameraJudge judge = state().value();
        return judge != null ? judge : CameraJudge.fresh(new CameraId(camera), JobWatch.INSTANCE);
    }

    private List<AlertChange> follow(CameraJudge judge, String camera) {
        Catalogue.Entry entry = scenes == null ? null : scenes.find(camera);
        if (entry == null || entry.version() == judge.sceneVersion()) {
            return List.of();
        }
        Catalogue.AnalysisOrder order = entry.order();
        boolean analysed = order != null && order.enabled();
        return judge.follow(analysed ? entry.scene() : null, entry.version());
    }

    private void finish(
            CameraJudge judge,
            Context context,
            List<AlertChange> changes,
            @Nullable Instant storedAt,
            Collector<Finding> out)
            throws Exception {
        state().update(judge);
        if (!judge.idle()) {
            long from = Math.max(
                    context.timerService().currentWatermark(),
                    storedAt == null ? Long.MIN_VALUE : storedAt.toEpochMilli());
            context.timerService().registerEventTimeTimer((from / TICK_MS + 1) * TICK_MS);
        }
        if (!changes.isEmpty()) {
            out.collect(new Finding(changes, storedAt));
        }
    }

    private ValueState<CameraJudge> state() {
        if (judges == null) {
            throw new IllegalStateException("not open");
        }
        return judges;
    }
}
