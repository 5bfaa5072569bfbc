package org.vigilia.stream.job.city;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.vigilia.rules.RuleWatch;
import org.vigilia.rules.SensorJudge;
import org.vigilia.stream.job.BytesSerializer;

/**
 * What the roll-ups remember.
 *
 * @param dirty what must be made
 * @param scores judges the anomaly scores of minutes
 */
record RollupMemory(Dirty dirty, SensorJudge scores) {

    /** Writes it; both parts change, so Flink must copy them before it writes. */
    static final class Serializer extends BytesSerializer<RollupMemory> {

        private static final long serialVersionUID = 1L;
        static final Serializer INSTANCE = new Serializer();

        @Override
        protected byte[] write(RollupMemory value) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                byte[] judge = value.scores().write();
                out.writeInt(judge.length);
                out.write(judge);
                value.dirty().write(out);
            } catch (IOException e) {
                throw new IllegalStateException("memory cannot be written", e);
            }
            return bytes.toByteArray();
        }

        @Override
        protected RollupMemory read(byte[] bytes) {
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
                SensorJudge judge = SensorJudge.read(in.readNBytes(in.readInt()), RuleWatch.NOBODY);
                return new RollupMemory(Dirty.read(in), judge);
            } catch (IOException e) {
                throw new IllegalArgumentException("memory of the roll-ups is cut short", e);
            }
        }

        @Override
        public boolean isImmutableType() {
            return false;
        }

        @Override
        public RollupMemory copy(RollupMemory from) {
            return new RollupMemory(from.dirty().copy(), from.scores().copy());
        }

        @Override
        public TypeSerializerSnapshot<RollupMemory> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** How a checkpoint finds this class again; its name must not change. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<RollupMemory> {
        public Snapshot() {
            super(() -> Serializer.INSTANCE);
        }
    }
}
