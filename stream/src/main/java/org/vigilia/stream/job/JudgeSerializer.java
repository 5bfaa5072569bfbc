package org.vigilia.stream.job;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.vigilia.stream.rule.CameraJudge;
import org.vigilia.stream.rule.CameraState;

/** What a camera's judge remembers, in checkpoints. Judges change, so Flink must copy them before it writes. */
public final class JudgeSerializer extends BytesSerializer<CameraJudge> {

    private static final long serialVersionUID = 1L;
    static final JudgeSerializer INSTANCE = new JudgeSerializer();

    @Override
    protected byte[] write(CameraJudge value) {
        return JSON.writeValueAsBytes(value.state());
    }

    @Override
    protected CameraJudge read(byte[] bytes) {
        return CameraJudge.restore(JSON.readValue(bytes, CameraState.class), JobWatch.INSTANCE);
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public CameraJudge copy(CameraJudge from) {
        return CameraJudge.restore(from.state(), JobWatch.INSTANCE);
    }

    @Override
    public TypeSerializerSnapshot<CameraJudge> snapshotConfiguration() {
        return new Snapshot();
    }

    /** How a checkpoint finds this class again; its name must not change. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<CameraJudge> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
