package org.vigilia.intake.csv;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.intake.mapping.Reading;

/**
 * What the columns of a file mean, by its first line. Two layouts: <em>long</em>, one value a line ({@code
 * time,device,channel,value} or {@code time,datastream,value}), and <em>wide</em>, one column for each channel ({@code
 * time,device,pm25,no2}). Times without a zone are UTC. Immutable.
 */
public final class CsvLayout {

    /** What a column holds. */
    public enum Role {
        TIME,
        DEVICE,
        CHANNEL,
        DATASTREAM,
        VALUE,
        IGNORED
    }

    /**
     * One column.
     *
     * @param index from 0
     * @param header its name in the first line
     * @param role what it holds
     * @param channel the channel whose values it holds, in a wide layout; null otherwise
     */
    public record Column(
            int index, String header, Role role, @Nullable String channel) {}

    private static final Set<String> TIMES =
            Set.of("time", "timestamp", "datetime", "date", "ts", "phenomenontime", "at", "observedat");
    private static final Set<String> DEVICES = Set.of("device", "deviceid", "sensor", "sensorid", "station");
    private static final Set<String> CHANNELS = Set.of("channel", "quantity", "parameter", "property");
    private static final Set<String> DATASTREAMS = Set.of("datastream", "datastreamid");
    private static final Set<String> VALUES = Set.of("value", "result");
    private static final Set<String> IGNORED = Set.of("unit", "units", "quality", "name", "note", "comment");
    private static final double MILLIS_FROM = 1e11;

    private final List<Column> columns;
    private final int time;
    private final int device;
    private final int channel;
    private final int datastream;
    private final int value;

    private CsvLayout(List<Column> columns) {
        this.columns = List.copyOf(columns);
        time = find(Role.TIME);
        device = find(Role.DEVICE);
        channel = find(Role.CHANNEL);
        datastream = find(Role.DATASTREAM);
        value = columns.stream().anyMatch(c -> c.channel() != null) ? -1 : find(Role.VALUE);
    }

    private int find(Role role) {
        return columns.stream()
                .filter(c -> c.role() == role)
                .mapToInt(Column::index)
                .findFirst()
                .orElse(-1);
    }

    /** @throws BadLine saying which column is missing */
    public static CsvLayout of(List<String> header) throws BadLine {
        Set<String> names = new HashSet<>();
        header.forEach(h -> names.add(plain(h)));
        boolean wide = names.stream().noneMatch(VALUES::contains);
        List<Column> columns = new ArrayList<>();
        Set<Role> taken = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String name = plain(header.get(i));
            Role role = role(name, wide);
            boolean again = role != Role.VALUE && role != Role.IGNORED && !taken.add(role);
            role = again ? Role.IGNORED : role;
            columns.add(new Column(
                    i,
                    header.get(i),
                    role,
                    wide && role == Role.VALUE ? header.get(i).strip() : null));
        }
        CsvLayout layout = new CsvLayout(columns);
        layout.check();
        return layout;
    }

    private static Role role(String name, boolean wide) {
        if (name.isEmpty()) {
            return Role.IGNORED;
        }
        if (TIMES.contains(name)) {
            return Role.TIME;
        }
        if (DEVICES.contains(name)) {
            return Role.DEVICE;
        }
        if (DATASTREAMS.contains(name)) {
            return Role.DATASTREAM;
        }
        if (IGNORED.contains(name)) {
            return Role.IGNORED;
        }
        if (wide) {
            return Role.VALUE;
        }
        return CHANNELS.contains(name) ? Role.CHANNEL : VALUES.contains(name) ? Role.VALUE : Role.IGNORED;
    }

    private static String plain(String header) {
        return header.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private void check() throws BadLine {
        if (time < 0) {
            throw new BadLine("the first line names no column 'time'");
        }
        if (wide() && device < 0) {
            throw new BadLine("the first line names no column 'device'; wide files have time, device and one column for"
                    + " each channel");
        }
        if (wide() && columns.stream().noneMatch(c -> c.role() == Role.VALUE)) {
            throw new BadLine("the first line names no column 'value', and none with the name of a channel");
        }
        if (!wide() && datastream < 0 && (device < 0 || channel < 0)) {
            throw new BadLine(
                    "the first line needs 'device' and 'channel', or 'datastream', beside 'time' and 'value'");
        }
    }

    public boolean wide() {
        return value < 0;
    }

    public List<Column> columns() {
        return columns;
    }

    /**
     * The readings of a line: one in a long layout; in a wide one those of the columns that are not empty.
     *
     * @param decimalComma true when numbers may be written with a comma
     * @throws BadLine saying which column is wrong
     */
    public List<Reading> read(List<String> fields, boolean decimalComma) throws BadLine {
        Instant at = time(field(fields, time));
        if (!wide()) {
            String text = field(fields, value);
            if (text.isEmpty()) {
                throw new BadLine("there is no value");
            }
            return List.of(reading(origin(fields), at, text, decimalComma));
        }
        String id = field(fields, device);
        if (id.isEmpty()) {
            throw new BadLine("there is no device");
        }
        List<Reading> readings = new ArrayList<>();
        for (Column column : columns) {
            String name = column.channel();
            String text = name == null ? "" : field(fields, column.index());
            if (name != null && !text.isEmpty()) {
                readings.add(reading(new Reading.Origin(id, name), at, text, decimalComma));
            }
        }
        if (readings.isEmpty()) {
            throw new BadLine("there is no value");
        }
        return readings;
    }

    private Reading.Origin origin(List<String> fields) throws BadLine {
        String number = datastream < 0 ? "" : field(fields, datastream);
        if (!number.isEmpty()) {
            try {
                long id = Long.parseLong(number);
                if (id > 0) {
                    return new Reading.Origin(id);
                }
            } catch (NumberFormatException e) {
                throw new BadLine("the datastream '" + number + "' is not a number");
            }
            throw new BadLine("the datastream '" + number + "' is not a number from 1");
        }
        String id = device < 0 ? "" : field(fields, device);
        String name = channel < 0 ? "" : field(fields, channel);
        if (id.isEmpty() || name.isEmpty()) {
            throw new BadLine(id.isEmpty() ? "there is no device" : "there is no channel");
        }
        return new Reading.Origin(id, name);
    }

    private static Reading reading(Reading.Origin origin, Instant at, String text, boolean decimalComma)
            throws BadLine {
        String plain = decimalComma && text.indexOf('.') < 0 ? text.replace(',', '.') : text;
        if (plain.equalsIgnoreCase("true") || plain.equalsIgnoreCase("false")) {
            return new Reading(origin, at, plain.equalsIgnoreCase("true") ? 1 : 0);
        }
        double number;
        try {
            number = Double.parseDouble(plain);
        } catch (NumberFormatException e) {
            throw new BadLine("'" + text + "' is not a number (" + origin + ")");
        }
        if (!Double.isFinite(number)) {
            throw new BadLine("'" + text + "' is not a finite number (" + origin + ")");
        }
        return new Reading(origin, at, number);
    }

    private static String field(List<String> fields, int index) throws BadLine {
        if (index >= fields.size()) {
            throw new BadLine("the line has " + fields.size() + " fields, but " + (index + 1) + " are needed");
        }
        return fields.get(index);
    }

    private static Instant time(String text) throws BadLine {
        if (text.isEmpty()) {
            throw new BadLine("there is no time");
        }
        String iso = text.replace(' ', 'T');
        try {
            if (iso.endsWith("Z")) {
                return Instant.parse(iso);
            }
            if (iso.matches("-?\\d+(\\.\\d+)?")) {
                double number = Double.parseDouble(iso);
                return Instant.ofEpochMilli(Math.round(Math.abs(number) >= MILLIS_FROM ? number : number * 1_000));
            }
            return iso.matches(".*[+-]\\d\\d:?\\d\\d$") && iso.length() > 16
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso.length() == 10 ? iso + "T00:00:00" : iso)
                            .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException | NumberFormatException e) {
            throw new BadLine("the time '" + text + "' is not ISO 8601, such as 2026-11-25T10:00:00Z");
        }
    }
}
