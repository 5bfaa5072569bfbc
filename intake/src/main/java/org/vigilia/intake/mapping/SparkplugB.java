package org.vigilia.intake.mapping;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Eclipse Sparkplug B 3.0 payloads ({@code spBv1.0/group/DDATA/edge/device}): a metric's name is the channel; the device
 * is the Sparkplug device, or the edge node for the node's own metrics.
 *
 * <p>A birth certificate may give metrics numbers (aliases) that later messages use instead of names; they are
 * remembered here for the newest {@value #MAX_REMEMBERED} devices. After a restart a node that uses aliases must be born
 * again, and until then its messages are refused saying so. Bodies in compressed form (PayloadExt) are refused.
 */
final class SparkplugB implements Mapping {

    private static final String PREFIX = "spBv1.0/";
    private static final int MAX_REMEMBERED = 20_000;
    private static final int QUALITY_GOOD = 192;

    private final Map<String, Map<Long, String>> aliases = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<Long, String>> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    @Override
    public String name() {
        return "sparkplug-b";
    }

    @Override
    public boolean matches(String topic) {
        return topic.startsWith(PREFIX);
    }

    @Override
    public List<Reading> map(Message message) throws Unreadable {
        String[] levels = message.topic().split("/", -1);
        if (levels.length < 4 || levels.length > 5) {
            throw new Unreadable("a Sparkplug topic is spBv1.0/group/type/edge or spBv1.0/group/type/edge/device");
        }
        String type = levels[2];
        String device = levels.length == 5 ? levels[4] : levels[3];
        switch (type) {
            case "NDATA", "DDATA", "NBIRTH", "DBIRTH" -> {
                Payload payload = payload(message.payload());
                String key = levels[1] + "/" + levels[3] + (levels.length == 5 ? "/" + levels[4] : "");
                if (type.endsWith("BIRTH")) {
                    learn(key, payload);
                }
                return readings(device, key, payload, message.receivedAt());
            }
            case "NDEATH", "DDEATH", "STATE", "NCMD", "DCMD" -> {
                return List.of();
            }
            default -> throw new Unreadable("'" + type + "' is no type of Sparkplug message");
        }
    }

    private void learn(String key, Payload payload) {
        Map<Long, String> names = new LinkedHashMap<>();
        for (Metric metric : payload.metrics) {
            if (metric.alias >= 0 && !metric.name.isEmpty() && names.size() < MAX_READINGS) {
                names.put(metric.alias, metric.name);
            }
        }
        synchronized (aliases) {
            aliases.put(key, names);
        }
    }

    private List<Reading> readings(String device, String key, Payload payload, Instant receivedAt) throws Unreadable {
        Map<Long, String> names;
        synchronized (aliases) {
            names = aliases.getOrDefault(key, Map.of());
        }
        List<Reading> readings = new ArrayList<>();
        for (Metric metric : payload.metrics) {
            String name = metric.name.isEmpty() ? names.get(metric.alias) : metric.name;
            if (name == null) {
                throw new Unreadable("the alias " + metric.alias + " of '" + device
                        + "' is not known: the node must send its birth certificate again");
            }
            if (metric.isNull || name.equals("bdSeq") || name.startsWith("Node Control/")) {
                continue;
            }
            long millis = metric.timestamp > 0 ? metric.timestamp : payload.timestamp;
            Instant at = millis > 0 ? Times.number(millis) : receivedAt;
            Reading.Origin origin = new Reading.Origin(device, name.replace('/', '.'));
            boolean doubt = metric.quality >= 0 && metric.quality != QUALITY_GOOD;
            if (metric.text != null) {
                readings.add(new Reading(origin, at, Double.NaN, JsonReading.quote(metric.text), doubt, null));
            } else if (metric.hasNumber) {
                readings.add(new Reading(origin, at, metric.number, null, doubt, null));
            }
        }
        JsonReading.tooMany(readings.size());
        return readings;
    }

    private static final class Payload {
        private long timestamp;
        private final List<Metric> metrics = new ArrayList<>();
    }

    private static final class Metric {
        private String name = "";
        private long alias = -1;
        private long timestamp;
        private int type;
        private boolean isNull;
        private boolean hasNumber;
        private double number;
        private @Nullable String text;
        private int quality = -1;
    }

    private static Payload payload(byte[] bytes) throws Unreadable {
        Protobuf in = new Protobuf(bytes);
        Payload payload = new Payload();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> payload.timestamp = in.number();
                case 2 -> {
                    payload.metrics.add(metric(in.message()));
                    JsonReading.tooMany(payload.metrics.size());
                }
                case 5 -> throw new Unreadable("compressed Sparkplug bodies are not read; switch the compression off");
                default -> in.skip();
            }
        }
        return payload;
    }

    private static Metric metric(Protobuf in) throws Unreadable {
        Metric metric = new Metric();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> metric.name = in.text();
                case 2 -> metric.alias = in.number();
                case 3 -> metric.timestamp = in.number();
                case 4 -> metric.type = (int) in.number();
                case 7 -> metric.isNull = in.number() != 0;
                case 9 -> metric.quality = quality(in.message());
                case 10, 11 -> number(metric, in.number());
                case 12 -> number(metric, (double) Float.intBitsToFloat((int) in.fixed()));
                case 13 -> number(metric, Double.longBitsToDouble(in.fixed()));
                case 14 -> number(metric, in.number() == 0 ? 0.0 : 1.0);
                case 15 -> metric.text = in.text();
                default -> in.skip();
            }
        }
        return metric;
    }

    private static void number(Metric metric, double value) {
        metric.hasNumber = true;
        metric.number = value;
    }

    /** Signed numbers come as the bits of an unsigned one; the type, which is sent first, says how many of them count. */
    private static void number(Metric metric, long bits) {
        number(metric, (double)
                switch (metric.type) {
                    case 1 -> (byte) bits;
                    case 2 -> (short) bits;
                    case 3 -> (int) bits;
                    default -> bits;
                });
    }

    /** The property "Quality" among the properties of a metric; -1 when there is none. */
    private static int quality(Protobuf in) throws Unreadable {
        int index = -1;
        List<String> keys = new ArrayList<>();
        List<Integer> values = new ArrayList<>();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> keys.add(in.text());
                case 2 -> {
                    int value = -1;
                    Protobuf inner = in.message();
                    while (inner.next()) {
                        if (inner.field() == 3 || inner.field() == 4) {
                            value = (int) inner.number();
                        } else {
                            inner.skip();
                        }
                    }
                    values.add(value);
                }
                default -> in.skip();
            }
        }
        index = keys.indexOf("Quality");
        return index >= 0 && index < values.size() ? values.get(index) : -1;
    }

    /** The wire format of protocol buffers: just what Sparkplug needs. */
    private static final class Protobuf {

        private final byte[] bytes;
        private final int end;
        private int at;
        private int field;
        private int wire;

        Protobuf(byte[] bytes) {
            this(bytes, 0, bytes.length);
        }

        private Protobuf(byte[] bytes, int from, int end) {
            this.bytes = bytes;
            this.at = from;
            this.end = end;
        }

        /** Goes to the next field; false at the end. */
        boolean next() throws Unreadable {
            if (at >= end) {
                return false;
            }
            long tag = varint();
            field = (int) (tag >>> 3);
            wire = (int) (tag & 7);
            return true;
        }

        int field() {
            return field;
        }

        long number() throws Unreadable {
            expect(0);
            return varint();
        }

        long fixed() throws Unreadable {
            int size = wire == 5 ? 4 : 8;
            if (wire != 5 && wire != 1 || at + size > end) {
                throw broken();
            }
            long value = 0;
            for (int i = 0; i < size; i++) {
                value |= (bytes[at++] & 0xffL) << (8 * i);
            }
            return value;
        }

        String text() throws Unreadable {
            int from = block();
            return new String(bytes, from, at - from, StandardCharsets.UTF_8);
        }

        Protobuf message() throws Unreadable {
            int from = block();
            return new Protobuf(bytes, from, at);
        }

        void skip() throws Unreadable {
            switch (wire) {
                case 0 -> varint();
                case 1, 5 -> fixed();
                case 2 -> block();
                default -> throw broken();
            }
        }

        private int block() throws Unreadable {
            expect(2);
            long length = varint();
            if (length < 0 || length > end - at) {
                throw broken();
            }
            int from = at;
            at += (int) length;
            return from;
        }

        private void expect(int wanted) throws Unreadable {
            if (wire != wanted) {
                throw broken();
            }
        }

        private long varint() throws Unreadable {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                if (at >= end) {
                    throw broken();
                }
                byte b = bytes[at++];
                value |= (long) (b & 0x7f) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            throw broken();
        }

        private static Unreadable broken() {
            return new Unreadable("this is not a Sparkplug B payload: the protocol buffer is broken");
        }
    }
}
