package org.vigilia.sim.devices;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.sim.people.Api;
import org.vigilia.sim.sensors.Device;
import org.vigilia.sim.town.TownMap;
import tools.jackson.databind.JsonNode;

/** Makes the town's devices known to the city and notes the accounts it gives them. */
final class Registration {

    /** The account that LoRaWAN devices share, and by which the history of all devices is sent. */
    static final String GATEWAY = "town-gateway";

    private static final int SILENT_AFTER_MISSED = 4;

    private final Api api;
    private final Path file;

    /** @param file where the accounts are kept */
    Registration(Api api, Path file) {
        this.api = api;
        this.file = file;
    }

    /**
     * Registers what is not known yet.
     *
     * @param pace the longest time between two readings of a device, when that is more than its own
     * @throws Api.Refused when a device is refused, saying which and why
     */
    Credentials register(List<Device> devices, Duration pace) throws IOException, InterruptedException {
        Credentials credentials = Credentials.read(file);
        List<Map<String, Object>> forms = new ArrayList<>();
        if (credentials.find(GATEWAY).isEmpty()) {
            forms.add(gateway());
        }
        for (Device device : devices) {
            if (credentials.find(device.id()).isEmpty()) {
                forms.add(form(device, pace));
            }
        }
        if (!forms.isEmpty()) {
            JsonNode answer = api.post("/sensing/devices/bulk", Map.of("items", forms));
            for (JsonNode made : answer.path("created")) {
                credentials.put(
                        made.path("id").asString(),
                        new Credentials.Account(
                                made.path("user").asString(),
                                made.path("password").asString()));
            }
            credentials.write(file);
            JsonNode rejected = answer.path("rejected");
            if (!rejected.isEmpty()) {
                throw new IOException(rejected.size() + " devices are refused; the first: " + rejected.get(0));
            }
        }
        return credentials;
    }

    private static Map<String, Object> gateway() {
        return Map.of(
                "id",
                GATEWAY,
                "name",
                "LoRaWAN network server",
                "kind",
                SensorKind.GENERIC.name(),
                "mapping",
                "the-things-stack",
                "gateway",
                true,
                "location",
                place(-130, 195),
                "channels",
                List.of(Map.of(
                        "channel",
                        "uplinks",
                        "quantity",
                        "OTHER",
                        "unit",
                        "1/min",
                        "name",
                        "Messages a minute",
                        "min",
                        0,
                        "max",
                        1_000_000,
                        "silenceSeconds",
                        300)));
    }

    private static Map<String, Object> form(Device device, Duration pace) {
        Duration slowest = device.every().compareTo(pace) < 0 ? pace : device.every();
        List<Map<String, Object>> channels = new ArrayList<>();
        for (Device.Channel channel : device.channels()) {
            Map<String, Object> form = new LinkedHashMap<>();
            form.put("channel", channel.name());
            // the main value goes by the device's own name, which says what it is
            boolean main = channel.equals(device.channels().get(0));
            form.put("name", main ? device.name() : channel.quantity().label() + ", " + device.name());
            form.put("quantity", channel.quantity().name());
            form.put("unit", channel.unit());
            form.put("min", channel.min());
            form.put("max", channel.max());
            form.put(
                    "silenceSeconds",
                    Math.max(channel.quantity().usualSilence(), SILENT_AFTER_MISSED * slowest.toSeconds()));
            channels.add(form);
        }
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("id", device.id());
        form.put("name", device.name());
        form.put("kind", device.kind().name());
        form.put("location", place(device.eastM(), device.northM()));
        form.put("mapping", device.link() == Device.Link.LORAWAN ? "the-things-stack" : "json");
        form.put("channels", channels);
        return form;
    }

    private static Map<String, Object> place(double eastM, double northM) {
        double[] position = TownMap.position(eastM, northM);
        return Map.of("latitude", position[1], "longitude", position[0]);
    }
}
