package org.vigilia.facts.sensing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.vigilia.contract.sensing.Observation;

/** Writes observations by COPY in PostgreSQL's binary format, which spares both sides the writing and reading of text. */
final class ObservationCopy {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    /** PostgreSQL counts from 2000-01-01. */
    private static final long EPOCH_MICROS = 946_684_800L * 1_000_000;

    private static final short COLUMNS = 10;

    private ObservationCopy() {}

    static void copy(Connection connection, List<Observation> observations, Instant now) throws SQLException {
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy facts.observation (datastream, at, value, quality, until, result_time, result, extra,"
                                    + " feature, stored_at) from stdin (format binary)",
                            new ByteArrayInputStream(encode(observations, now)));
        } catch (IOException e) {
            throw new SQLException("the connection broke during COPY", "08006", e);
        }
    }

    private static byte[] encode(List<Observation> observations, Instant now) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + observations.size() * 96);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(SIGNATURE);
            out.writeInt(0);
            out.writeInt(0);
            long storedAt = micros(now);
            for (Observation o : observations) {
                out.writeShort(COLUMNS);
                number(out, o.datastream().value());
                number(out, micros(o.at()));
                if (o.numeric()) {
                    number(out, Double.doubleToLongBits(o.value()));
                } else {
                    out.writeInt(-1);
                }
                out.writeInt(2);
                out.writeShort(o.quality());
                time(out, o.until());
                time(out, o.resultTime());
                text(out, o.result());
                text(out, o.extra());
                number(out, o.feature());
                number(out, storedAt);
            }
            out.writeShort(-1);
        }
        return bytes.toByteArray();
    }

    private static void number(DataOutputStream out, long value) throws IOException {
        out.writeInt(8);
        out.writeLong(value);
    }

    private static void time(DataOutputStream out, @Nullable Instant at) throws IOException {
        if (at == null) {
            out.writeInt(-1);
        } else {
            number(out, micros(at));
        }
    }

    private static void text(DataOutputStream out, @Nullable String value) throws IOException {
        if (value == null) {
            out.writeInt(-1);
            return;
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static long micros(Instant at) {
        return ObservationBatch.micros(at) - EPOCH_MICROS;
    }
}
