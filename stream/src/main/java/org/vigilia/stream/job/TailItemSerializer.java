package org.vigilia.stream.job;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Facts between slots. */
final class TailItemSerializer extends BytesSerializer<TailItem> {

    private static final long serialVersionUID = 1L;
    static final TailItemSerializer INSTANCE = new TailItemSerializer();

    @Override
    protected byte[] write(TailItem value) {
        return JSON.writeValueAsBytes(value);
    }

    @Override
    protected TailItem read(byte[] bytes) {
        return JSON.readValue(bytes, TailItem.class);
    }

    @Override
    public TypeSerializerSnapshot<TailItem> snapshotConfiguration() {
        return new Snapshot();
    }

    /** How a checkpoint finds this class again; its name must not change. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<TailItem> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
