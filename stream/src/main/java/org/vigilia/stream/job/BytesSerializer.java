package org.vigilia.stream.job;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes values as bytes with their length before them. Most are JSON: slow, but only used between slots and in
 * checkpoints, and an older checkpoint can be read after a field was added.
 */
public abstract class BytesSerializer<T> extends TypeSerializerSingleton<T> {

    private static final long serialVersionUID = 1L;
    /** As facts are written. */
    protected static final JsonMapper JSON = JsonMapper.builder().build();

    /** The value as bytes. */
    protected abstract byte[] write(T value);

    /** The value of bytes that {@link #write} made. */
    protected abstract T read(byte[] bytes);

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public T copy(T from) {
        return from;
    }

    @Override
    public T copy(T from, T reuse) {
        return copy(from);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public T createInstance() {
        throw new UnsupportedOperationException("values are immutable");
    }

    @Override
    public void serialize(T value, DataOutputView target) throws IOException {
        byte[] bytes = write(value);
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    @Override
    public T deserialize(DataInputView source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return read(bytes);
    }

    @Override
    public T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        int length = source.readInt();
        target.writeInt(length);
        target.write(source, length);
    }
}
