package org.vigilia.stream.job.city;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.vigilia.stream.job.BytesSerializer;

/** Signals and camera alerts between slots. */
final class CityItemSerializer extends BytesSerializer<CityItem> {

    private static final long serialVersionUID = 1L;
    static final CityItemSerializer INSTANCE = new CityItemSerializer();

    @Override
    protected byte[] write(CityItem value) {
        return JSON.writeValueAsBytes(value);
    }

    @Override
    protected CityItem read(byte[] bytes) {
        return JSON.readValue(bytes, CityItem.class);
    }

    @Override
    public TypeSerializerSnapshot<CityItem> snapshotConfiguration() {
        return new Snapshot();
    }

    /** How a checkpoint finds this class again; its name must not change. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<CityItem> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
