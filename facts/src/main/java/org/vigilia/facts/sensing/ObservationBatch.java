package org.vigilia.facts.sensing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.sensing.Observation;

/**
 * Observations that became durable together, as the log holds them: datastream, begin, result and quality; ends, result
 * times and further details are only in the store.
 *
 * @param observations new ones, in the order they were accepted
 * @param corrections places in history that changed: what is derived from them must be made anew
 */
public record ObservationBatch(List<Observation> observations, List<Correction> corrections) {

    private static final int VERSION = 1;
    private static final int NUMBER = 0;
    private static final int TEXT = 1;

    public ObservationBatch {
        observations = List.copyOf(observations);
        corrections = List.copyOf(corrections);
    }

    /** An observation of this time was replaced or removed. */
    public record Correction(DatastreamId datastream, Instant at) {}

    /** As it is stored in the log. */
    public byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(32 + observations.size() * 28);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(observations.size());
            for (Observation o : observations) {
                String result = o.result();
                out.writeByte(result == null ? NUMBER : TEXT);
                out.writeLong(o.datastream().value());
                out.writeLong(micros(o.at()));
                out.writeShort(o.quality());
                if (result == null) {
                    out.writeDouble(o.value());
                } else {
                    byte[] text = result.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                    out.writeDouble(o.value());
                    out.writeInt(text.length);
                    out.write(text);
                }
            }
            out.writeInt(corrections.size());
            for (Correction correction : corrections) {
                out.writeLong(correction.datastream().value());
                out.writeLong(micros(correction.at()));
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException when the bytes are not a batch of a version this one knows */
    public static ObservationBatch decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("a batch of observations in format " + version);
            }
            int count = in.readInt();
            List<Observation> observations = new ArrayList<>(Math.min(count, bytes.length / 20));
            for (int i = 0; i < count; i++) {
                int form = in.readByte();
                DatastreamId datastream = new DatastreamId(in.readLong());
                Instant at = instant(in.readLong());
                int quality = in.readShort();
                double value = in.readDouble();
                String text = null;
                if (form == TEXT) {
                    text = new String(in.readNBytes(in.readInt()), java.nio.charset.StandardCharsets.UTF_8);
                }
                observations.add(new Observation(datastream, at, null, null, value, text, quality, null, 0));
            }
            count = in.readInt();
            List<Correction> corrections = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                corrections.add(new Correction(new DatastreamId(in.readLong()), instant(in.readLong())));
            }
            return new ObservationBatch(observations, corrections);
        } catch (IOException e) {
            throw new IllegalArgumentException("a batch of observations is cut short", e);
        }
    }

    static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
