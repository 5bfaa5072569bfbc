package org.vigilia.stream.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;
import org.vigilia.facts.Position;

/**
 * The whole log as one split: one query reads all of its parts.
 *
 * @param position how far it was read; null when it was never read
 */
record TailSplit(@Nullable Position position) implements SourceSplit {

    @Override
    public String splitId() {
        return "log";
    }

    /** As text: "0:17,3:99", or "fresh". */
    static final class Serializer implements SimpleVersionedSerializer<TailSplit> {

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(TailSplit split) {
            Position position = split.position();
            String text = position == null
                    ? "fresh"
                    : new TreeMap<>(position.seqByPart())
                            .entrySet().stream()
                                    .map(e -> e.getKey() + ":" + e.getValue())
                                    .collect(Collectors.joining(","));
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public TailSplit deserialize(int version, byte[] bytes) throws IOException {
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (version != 1) {
                throw new IOException("position of version " + version + " cannot be read");
            }
            if (text.equals("fresh")) {
                return new TailSplit(null);
            }
            Map<Integer, Long> seqs = new HashMap<>();
            for (String pair : text.split(",", -1)) {
                if (!pair.isEmpty()) {
                    int colon = pair.indexOf(':');
                    seqs.put(Integer.parseInt(pair.substring(0, colon)), Long.parseLong(pair.substring(colon + 1)));
                }
            }
            return new TailSplit(new Position(seqs));
        }
    }
}
