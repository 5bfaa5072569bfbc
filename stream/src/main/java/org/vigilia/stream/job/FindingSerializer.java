package org.vigilia.stream.job;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Findings between slots. */
final class FindingSerializer extends JsonSerializer<Finding> {

    private static final long serialVersionUID = 1L;
    static final FindingSerializer INSTANCE = new FindingSerializer();

    @Override
    byte[] write(Finding value) {
        return JSON.writeValueAsBytes(value);
    }

    @Override
    Finding read(byte[] bytes) {
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
