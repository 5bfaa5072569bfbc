package org.vigilia.stream.job.city;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.vigilia.rules.CityJudge;
import org.vigilia.rules.CityState;
import org.vigilia.rules.RuleWatch;
import org.vigilia.stream.job.BytesSerializer;

/** What the second stage remembers, in checkpoints. Judges change, so Flink must copy them before it writes. */
final class CityJudgeSerializer extends BytesSerializer<CityJudge> {

    private static final long serialVersionUID = 1L;
    static final CityJudgeSerializer INSTANCE = new CityJudgeSerializer();

    @Override
    protected byte[] write(CityJudge value) {
        return JSON.writeValueAsBytes(value.state());
    }

    @Override
    protected CityJudge read(byte[] bytes) {
        return CityJudge.restore(JSON.readValue(bytes, CityState.class), RuleWatch.NOBODY);
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public CityJudge copy(CityJudge from) {
        return from.copy();
    }

    @Override
    public TypeSerializerSnapshot<CityJudge> snapshotConfiguration() {
        return new Snapshot();
    }

    /** How a checkpoint finds this class again; its name must not change. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<CityJudge> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
