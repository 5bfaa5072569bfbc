package org.vigilia.stream.job.city;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.vigilia.rules.RuleWatch;
import org.vigilia.rules.SensorJudge;
import org.vigilia.stream.job.BytesSerializer;

/** What the first stage remembers, in checkpoints. Judges change, so Flink must copy them before it writes. */
final class SensorJudgeSerializer extends BytesSerializer<SensorJudge> {

    private static final long serialVersionUID = 1L;
    static final SensorJudgeSerializer INSTANCE = new SensorJudgeSerializer();

    @Override
    protected byte[] write(SensorJudge value) {
        return value.write();
    }

    @Override
    protected SensorJudge read(byte[] bytes) {
        return SensorJudge.read(bytes, RuleWatch.NOBODY);
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public SensorJudge copy(SensorJudge from) {
        return from.copy();
    }

    @Override
    public TypeSerializerSnapshot<SensorJudge> snapshotConfiguration() {
        return new Snapshot();
    }

    /** How a checkpoint finds this class again; its name must not change. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SensorJudge> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
