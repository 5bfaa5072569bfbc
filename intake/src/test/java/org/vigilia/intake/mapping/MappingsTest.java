package org.vigilia.intake.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MappingsTest {

    private static final Instant ARRIVED = Instant.parse("2026-11-25T10:00:00Z");
    private static final Mappings READY = Mappings.ready();

    private static List<Reading> map(Mappings mappings, String topic, byte[] payload) throws Unreadable {
        return mappings.map(new Message(topic, payload, ARRIVED), null);
    }

    private static List<Reading> map(String topic, String payload) throws Unreadable {
        return map(READY, topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    private static String brief(Reading r) {
        Reading.Origin o = r.origin();
        return (o.datastream() > 0 ? "#" + o.datastream() : o.device() + "/" + o.channel()) + "="
                + (r.text() == null ? r.value() : r.text()) + "@" + r.at() + (r.doubt() ? "?" : "")
                + (o.incidental() ? "~" : "");
    }

    private static List<String> shorts(List<Reading> readings) {
        return readings.stream().map(MappingsTest::brief).toList();
    }

    @Test
    void plainJsonHoldsOneOrManyReadings() throws Unreadable {
        assertThat(
                        shorts(
                                map(
                                        "vigilia/a-1/observations",
                                        "{\"pm25\":12.1,\"time\":\"2026-11-25T09:00:00+01:00\",\"env\":{\"t\":\"7.5\"},\"on\":true,\"w\":null}")))
                .containsExactly(
                        "a-1/pm25=12.1@2026-11-25T08:00:00Z",
                        "a-1/env.t=7.5@2026-11-25T08:00:00Z",
                        "a-1/on=1.0@2026-11-25T08:00:00Z");
        assertThat(
                        shorts(
                                map(
                                        "vigilia/gate/a-2/observations",
                                        "[{\"time\":1764061200,\"x\":1},{\"time\":1764061200500,\"x\":2,\"doubt\":true},{\"x\":\"wet\"}]")))
                .containsExactly(
                        "a-2/x=1.0@2025-11-25T09:00:00Z",
                        "a-2/x=2.0@2025-11-25T09:00:00.500Z?",
                        "a-2/x=\"wet\"@2026-11-25T10:00:00Z");
    }

    @Test
    void oddPayloadsAreRefusedWithAReason() {
        Map.of(
                        "",
                        "the message is empty",
                        "12",
                        "neither an object nor an array",
                        "{\"a\":1}x",
                        "this is not JSON",
                        "{\"a\":NaN}",
                        "this is not JSON",
                        "[1]",
                        "holds something that is not an object",
                        "{\"time\":\"yesterday\"}",
                        "the time 'yesterday' is not ISO 8601",
                        "{\"time\":[]}",
                        "'time' is neither a text nor a number",
                        "{\"a\":".repeat(40) + "1" + "}".repeat(40),
                        "this is not JSON")
                .forEach((payload, reason) -> assertThatThrownBy(() -> map("vigilia/a/observations", payload))
                        .as(payload)
                        .isInstanceOf(Unreadable.class)
                        .hasMessageContaining(reason));
        assertThatThrownBy(() -> map("vigilia//observations", "{}")).hasMessageContaining("no payload mapping");
        assertThatThrownBy(() -> map("vigilia/a/b/c/observations", "{}")).hasMessageContaining("no payload mapping");
    }

    @Test
    void randomBytesNeverDoAnythingButBeRefused() {
        long seed = 20261125;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<String> topics = List.of(
                "vigilia/a/observations",
                "spBv1.0/g/DDATA/e/d",
                "v1.1/Datastreams(1)/Observations",
                "v3/a/devices/d/up");
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (i % 2 == 0 && bytes.length > 1) {
                bytes[0] = '{';
                bytes[1] = '"';
            }
            try {
                assertThat(map(READY, topics.get(i % topics.size()), bytes)).isNotNull();
            } catch (Unreadable e) {
                assertThat(e.reason()).isNotBlank();
            }
        }
    }

    @Test
    void sensorThingsTellsTheDatastreamByTopicOrBody() throws Unreadable {
        Reading reading = map(
                        "v1.1/Datastreams(17)/Observations",
                        "{\"result\":4.5,\"phenomenonTime\":\"2026-11-25T09:00:00Z/2026-11-25T09:01:00Z\",\"resultTime\":"
                                + "\"2026-11-25T09:02:00Z\",\"parameters\":{\"by\":\"x\"}}")
                .get(0);
        assertThat(brief(reading)).isEqualTo("#17=4.5@2026-11-25T09:00:00Z");
        assertThat(reading.details())
                .isEqualTo(new Reading.Details(
                        Instant.parse("2026-11-25T09:01:00Z"),
                        Instant.parse("2026-11-25T09:02:00Z"),
                        "{\"parameters\":{\"by\":\"x\"}}"));
        assertThat(shorts(map("v1.1/Observations", "{\"result\":\"on\",\"Datastream\":{\"@iot.id\":3}}")))
                .containsExactly("#3=\"on\"@2026-11-25T10:00:00Z");
        assertThatThrownBy(() -> map("v1.1/Datastreams(17)/Observations", "{}")).hasMessageContaining("no 'result'");
    }

    @Test
    void loRaWanNetworksTellTheDeviceInTheBody() throws Unreadable {
        assertThat(shorts(map(
                        "application/7/device/0102030405060708/event/up",
                        "{\"time\":\"2026-11-25T09:00:00Z\",\"deviceInfo\":{\"devEui\":\"0102030405060708\"},\"object\":{\"fill\":81,"
                                + "\"inner\":{\"temp\":4}},\"rxInfo\":[{\"rssi\":-97}]}")))
                .containsExactly(
                        "0102030405060708/fill=81.0@2026-11-25T09:00:00Z",
                        "0102030405060708/inner.temp=4.0@2026-11-25T09:00:00Z",
                        "0102030405060708/signal=-97.0@2026-11-25T09:00:00Z~");
        assertThat(shorts(map(
                        "v3/app@tenant/devices/bin-4/up",
                        "{\"end_device_ids\":{\"device_id\":\"bin-4\"},\"received_at\":\"2026-11-25T09:00:00Z\",\"uplink_message\":"
                                + "{\"decoded_payload\":{\"fill\":12},\"rx_metadata\":[{\"rssi\":-60}]}}")))
                .containsExactly("bin-4/fill=12.0@2026-11-25T09:00:00Z", "bin-4/signal=-60.0@2026-11-25T09:00:00Z~");
        assertThatThrownBy(() -> map(
                        "v3/app/devices/bin-4/up",
                        "{\"end_device_ids\":{\"device_id\":\"bin-4\"},\"uplink_message\":{\"frm_payload\":\"AQ==\"}}"))
                .hasMessageContaining("set a payload formatter");
    }

    @Test
    void onvifEventsAreReadByTheirTopic() throws Unreadable {
        assertThat(
                        shorts(
                                map(
                                        "cam-7/onvif-ej/RuleEngine/CountAggregation/Counter",
                                        "{\"UtcTime\":\"2026-11-25T09:00:00Z\",\"Source\":{\"Rule\":\"gate\"},\"Data\":{\"Count\":\"5\"}}")))
                .containsExactly("cam-7/RuleEngine.CountAggregation.Counter.Count=5.0@2026-11-25T09:00:00Z");
    }

    /** Builds protocol buffers, independently of the reader. */
    private static final class Proto {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Proto number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Proto bytes(int field, byte[] value) {
            varint((long) field << 3 | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        Proto text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Proto real(int field, double value) {
            varint((long) field << 3 | 1);
            long bits = Double.doubleToLongBits(value);
            for (int i = 0; i < 8; i++) {
                out.write((int) (bits >>> (8 * i)));
            }
            return this;
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] done() {
            return out.toByteArray();
        }
    }

    @Test
    void sparkplugReadsNamesAliasesSignsAndQuality() throws Unreadable {
        Mappings mappings = Mappings.ready();
        long at = ARRIVED.minusSeconds(60).toEpochMilli();
        byte[] unborn = new Proto()
                .number(1, at)
                .bytes(2, new Proto().number(2, 9).number(4, 10).real(13, 3.5).done())
                .done();
        assertThatThrownBy(() -> map(mappings, "spBv1.0/g/DDATA/edge/pump", unborn))
                .hasMessageContaining("birth certificate");
        byte[] birth = new Proto()
                .number(1, at)
                .bytes(
                        2,
                        new Proto()
                                .text(1, "flow/rate")
                                .number(2, 9)
                                .number(4, 10)
                                .real(13, 1.5)
                                .done())
                .bytes(
                        2,
                        new Proto()
                                .text(1, "cold")
                                .number(4, 3)
                                .number(10, 0xFFFFFFFBL)
                                .done())
                .bytes(
                        2,
                        new Proto()
                                .text(1, "odd")
                                .number(4, 3)
                                .bytes(
                                        9,
                                        new Proto()
                                                .text(1, "Quality")
                                                .bytes(
                                                        2,
                                                        new Proto()
                                                                .number(1, 3)
                                                                .number(3, 500)
                                                                .done())
                                                .done())
                                .number(10, 1)
                                .done())
                .bytes(
                        2,
                        new Proto().text(1, "bdSeq").number(4, 8).number(11, 1).done())
                .done();
        assertThat(shorts(map(mappings, "spBv1.0/g/DBIRTH/edge/pump", birth)))
                .containsExactly(
                        "pump/flow.rate=1.5@2026-11-25T09:59:00Z",
                        "pump/cold=-5.0@2026-11-25T09:59:00Z",
                        "pump/odd=1.0@2026-11-25T09:59:00Z?");
        assertThat(shorts(map(mappings, "spBv1.0/g/DDATA/edge/pump", unborn)))
                .containsExactly("pump/flow.rate=3.5@2026-11-25T09:59:00Z");
        assertThat(map(mappings, "spBv1.0/g/NDEATH/edge", new byte[0])).isEmpty();
    }

    @Test
    void aCityAddsItsOwnMapping() throws Unreadable {
        MappingCard card = new MappingCard(
                "acme",
                "acme/{device}/{channel}",
                null,
                List.of(),
                List.of("/ts"),
                Map.of(),
                List.of("/v"),
                Map.of(),
                null,
                null);
        Mappings mappings = Mappings.with(List.of(card));
        assertThat(mappings.names()).contains("acme", "json");
        assertThat(mappings.filters()).contains("acme/+/+");
        assertThat(shorts(map(
                        mappings, "acme/m-1/noise", "{\"ts\":1764061200,\"v\":55.5}".getBytes(StandardCharsets.UTF_8))))
                .containsExactly("m-1/noise=55.5@2025-11-25T09:00:00Z");
        assertThatThrownBy(() -> Mappings.with(List.of(new MappingCard(
                        "x",
                        "a/{what}",
                        null,
                        List.of(),
                        List.of(),
                        Map.of("v", "/v"),
                        List.of(),
                        Map.of(),
                        null,
                        null))))
                .hasMessageContaining("neither a plain level nor one of");
        assertThatThrownBy(() -> Mappings.with(List.of(new MappingCard(
                        "x", "a/b", null, List.of(), List.of(), Map.of("v", "/v"), List.of(), Map.of(), null, null))))
                .hasMessageContaining("does not say where the device is");
    }
}
