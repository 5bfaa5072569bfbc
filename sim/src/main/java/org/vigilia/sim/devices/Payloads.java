package org.vigilia.sim.devices;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vigilia.sim.sensors.Reading;
import tools.jackson.databind.json.JsonMapper;

/** The topics and payloads that devices and their network server write. */
final class Payloads {

    private static final String APPLICATION = "port-vigilia@town";
    private static final String SIGNAL = "signal";

    private final JsonMapper json = JsonMapper.builder().build();

    /** Topic of a device's own connection. */
    static String topic(String device) {
        return "vigilia/" + device + "/observations";
    }

    /** Topic at which a gateway writes for another device. */
    static String topic(String gateway, String device) {
        return "vigilia/" + gateway + "/" + device + "/observations";
    }

    /** Topic of an uplink of The Things Stack v3. */
    static String uplinkTopic(String device) {
        return "v3/" + APPLICATION + "/devices/" + device + "/up";
    }

    /** One reading in plain JSON. */
    byte[] plain(Reading reading) {
        return bytes(object(reading));
    }

    /** Several readings of one device in plain JSON. */
    byte[] plain(List<Reading> readings) {
        return bytes(readings.stream().map(Payloads::object).toList());
    }

    byte[] plain(Map<String, ?> values) {
        return bytes(values);
    }

    /** An uplink message of The Things Stack v3. The radio signal is not the device's word but that of the gateway. */
    byte[] uplink(Reading reading, long counter) {
        String at = reading.at().toString();
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("f_port", 1);
        message.put("f_cnt", counter);
        Map<String, Double> decoded = new LinkedHashMap<>(reading.values());
        decoded.remove(SIGNAL);
        message.put("decoded_payload", decoded);
        message.put(
                "rx_metadata",
                List.of(Map.of(
                        "gateway_ids",
                        Map.of("gateway_id", "town-hall-roof"),
                        "rssi",
                        Math.round(reading.values().getOrDefault(SIGNAL, -90.0)),
                        "snr",
                        7.5)));
        message.put("received_at", at);
        Map<String, Object> uplink = new LinkedHashMap<>();
        uplink.put(
                "end_device_ids",
                Map.of(
                        "device_id",
                        reading.device(),
                        "application_ids",
                        Map.of("application_id", APPLICATION.replaceFirst("@.*", ""))));
        uplink.put("received_at", at);
        uplink.put("uplink_message", message);
        return bytes(uplink);
    }

    private static Map<String, Object> object(Reading reading) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("time", reading.at().toString());
        object.putAll(reading.values());
        return object;
    }

    private byte[] bytes(Object value) {
        return json.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
    }
}
