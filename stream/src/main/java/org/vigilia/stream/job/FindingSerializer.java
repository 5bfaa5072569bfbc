package org.vigilia.stream.job;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Findings between slots. */
public final class FindingSerializer extends BytesSerializer<Finding> {

    private static final long serialVersionUID = 1L;
    public static final FindingSerializer INSTANCE = new FindingSerializer();

    @Override
    protected byte[] write(Finding value) {
        return JSON.writeValueAsBytes(value);
    }

    @Override
    protected Finding read(byte[] bytes) {
        return JSON.readValue(bytes, Finding.class);
    }

    @Override
    public TypeSerializerSnapshot<Finding> snapshotConfiguration() {
        return new Snapshot();
    }

    /** How a checkpoint finds this class again; its name must not change. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Finding> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
