package org.vigilia.facts;

import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.fact.Fact;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * How facts and changes of alerts are written in the log and in facts files: one JSON object each, without line breaks,
 * times as ISO 8601. Unknown fields are skipped, so that an older reader can follow a newer writer. Safe for many
 * threads.
 */
public final class FactJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final ObjectWriter FACT_WRITER = MAPPER.writerFor(Fact.class);
    private static final ObjectReader FACT_READER = MAPPER.readerFor(Fact.class);
    private static final ObjectReader ALERT_READER = MAPPER.readerFor(AlertChange.class);

    private FactJson() {}

    public static String write(Fact fact) {
        return FACT_WRITER.writeValueAsString(fact);
    }

    public static String write(AlertChange change) {
        return MAPPER.writeValueAsString(change);
    }

    /** @throws IllegalArgumentException saying what is wrong with the text */
    public static Fact readFact(String text) {
        return read(FACT_READER, text, "fact");
    }

    /** @throws IllegalArgumentException saying what is wrong with the text */
    public static AlertChange readAlert(String text) {
        return read(ALERT_READER, text, "change of an alert");
    }

    /** Any record of the contract. */
    public static String writeAny(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** @throws IllegalArgumentException saying what is wrong with the text */
    public static <T> T readAny(String text, Class<T> type) {
        return read(MAPPER.readerFor(type), text, type.getSimpleName());
    }

    private static <T> T read(ObjectReader reader, String text, String what) {
        try {
            T value = reader.readValue(text);
            if (value == null) {
                throw new IllegalArgumentException("not a " + what + ": empty");
            }
            return value;
        } catch (JacksonException | NullPointerException e) {
            throw new IllegalArgumentException("not a " + what + ": " + e.getMessage(), e);
        }
    }
}
