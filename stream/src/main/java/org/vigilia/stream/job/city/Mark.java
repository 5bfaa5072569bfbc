package org.vigilia.stream.job.city;

import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.vigilia.stream.job.KnownType;

/**
 * A minute of a datastream that must be rolled up anew.
 *
 * @param minute its begin, microseconds since 1970
 */
record Mark(long datastream, long minute) {

    static final TypeInformation<Mark> TYPE = new KnownType<>(Mark.class, new Serializer());

    /** Two numbers. */
    static final class Serializer extends TypeSerializerSingleton<Mark> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean isImmutableType() {
            return true;
        }

        @Override
        public Mark createInstance() {
            return new Mark(0, 0);
        }

        @Override
        public Mark copy(Mark from) {
            return from;
        }

        @Override
        public Mark copy(Mark from, Mark reuse) {
            return from;
        }

        @Override
        public int getLength() {
            return 16;
        }

        @Override
        public void serialize(Mark mark, DataOutputView target) throws IOException {
            target.writeLong(mark.datastream());
            target.writeLong(mark.minute());
        }

        @Override
        public Mark deserialize(DataInputView source) throws IOException {
            return new Mark(source.readLong(), source.readLong());
        }

        @Override
        public Mark deserialize(Mark reuse, DataInputView source) throws IOException {
            return deserialize(source);
        }

        @Override
        public void copy(DataInputView source, DataOutputView target) throws IOException {
            target.write(source, 16);
        }

        @Override
        public TypeSerializerSnapshot<Mark> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** How a checkpoint finds this class again; its name must not change. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Mark> {
        public Snapshot() {
            super(Serializer::new);
        }
    }
}
