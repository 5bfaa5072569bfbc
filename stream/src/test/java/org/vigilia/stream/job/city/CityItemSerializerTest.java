package org.vigilia.stream.job.city;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.vigilia.rules.Signal;

/** What goes from slot to slot comes out as it went in. */
class CityItemSerializerTest {

    private static <T> T through(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }

    @Test
    void signalsKeepEveryFigure() throws IOException {
        for (double value : List.of(1.5, Double.NaN, -0.0, Double.MAX_VALUE)) {
            Signal signal = new Signal(
                    Signal.Kind.BEGAN,
                    "r",
                    2,
                    9_007_199_254_740_991L,
                    7,
                    -5,
                    1_795_600_000_000_000L,
                    value,
                    value,
                    "why");
            CityItem item = new CityItem(signal, null, Instant.parse("2026-11-25T10:00:00.000001Z"));
            assertThat(through(CityItemSerializer.INSTANCE, item)).isEqualTo(item);
        }
        assertThat(through(CityItemSerializer.INSTANCE, CityItem.WAKE)).isEqualTo(CityItem.WAKE);
    }

    @Test
    void marksKeepTheirNumbers() throws IOException {
        Mark mark = new Mark(42, -60_000_000);
        assertThat(through(new Mark.Serializer(), mark)).isEqualTo(mark);
    }
}
