package org.vigilia.stream.job;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.vigilia.facts.sensing.ObservationBatch;

/** Batches between slots, in the form the log has them. */
final class BatchItemSerializer extends BytesSerializer<BatchItem> {

    private static final long serialVersionUID = 1L;
    static final BatchItemSerializer INSTANCE = new BatchItemSerializer();

    @Override
    protected byte[] write(BatchItem value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(value.part());
            out.writeLong(value.storedAt().getEpochSecond());
            out.writeInt(value.storedAt().getNano());
            if (value.batch() != null) {
                out.write(value.batch().encode());
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    @Override
    protected BatchItem read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int part = in.readInt();
            Instant storedAt = Instant.ofEpochSecond(in.readLong(), in.readInt());
            byte[] batch = in.readAllBytes();
            return new BatchItem(part, batch.length == 0 ? null : ObservationBatch.decode(batch), storedAt);
        } catch (IOException e) {
            throw new IllegalArgumentException("a batch is cut short", e);
        }
    }

    @Override
    public TypeSerializerSnapshot<BatchItem> snapshotConfiguration() {
        return new Snapshot();
    }

    /** How a checkpoint finds this class again; its name must not change. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<BatchItem> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
