package org.vigilia.intake.mapping;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.sensing.Quantity;
import tools.jackson.databind.JsonNode;

/**
 * What a pasted payload seems to be: its dialect, its device and what each of its values measures. A proposal for a
 * person, who corrects it.
 *
 * @param mapping name of the dialect; null when none was recognised
 * @param device id of the device as the message tells it; null when it does not
 * @param time when the values were true; null when the message does not say
 * @param channels its values, in their order
 * @param problem why nothing was found, or what will not work, and what to do; null when all is well
 */
public record Guess(
        @Nullable String mapping,
        @Nullable String device,
        @Nullable Instant time,
        List<Channel> channels,
        @Nullable String problem) {

    private static final String SAMPLE_DEVICE = "device";
    private static final Instant ARRIVAL = Instant.EPOCH;

    private static final Map<String, Quantity> NAMES = names();

    /**
     * One value.
     *
     * @param channel its name
     * @param sample its value as text
     * @param numeric whether it is a number
     * @param quantity what it seems to measure; null when the name does not tell
     */
    public record Channel(
            String channel,
            String sample,
            boolean numeric,
            @Nullable Quantity quantity) {}

    private static Map<String, Quantity> names() {
        Map<String, Quantity> names = new LinkedHashMap<>();
        for (Quantity quantity : Quantity.values()) {
            if (quantity != Quantity.OTHER) {
                names.put(plain(quantity.channel()), quantity);
            }
        }
        Map.ofEntries(
                        Map.entry(Quantity.PM25, "pm2p5 pm02 particulate25 fineparticles"),
                        Map.entry(Quantity.PM10, "pm100 particulate10"),
                        Map.entry(Quantity.NO2, "nitrogendioxide"),
                        Map.entry(Quantity.O3, "ozone"),
                        Map.entry(Quantity.CO, "carbonmonoxide"),
                        Map.entry(Quantity.SO2, "sulphurdioxide sulfurdioxide"),
                        Map.entry(Quantity.ODOUR, "odor smell odourintensity"),
                        Map.entry(Quantity.SMOKE, "smokelevel obscuration"),
                        Map.entry(
                                Quantity.TEMPERATURE,
                                "temp tmp t airtemperature temperaturec tempc degreesc ambienttemperature"),
                        Map.entry(Quantity.HUMIDITY, "hum rh relativehumidity humiditypercent"),
                        Map.entry(Quantity.PRESSURE, "press barometer airpressure atmosphericpressure pressurehpa"),
                        Map.entry(Quantity.RAIN, "rainrate rainfall precipitation"),
                        Map.entry(Quantity.WIND_SPEED, "wind windspeedms windvelocity"),
                        Map.entry(Quantity.WIND_FROM, "winddirection winddir windbearing"),
                        Map.entry(Quantity.LAEQ, "noise noiselevel soundlevel leq spl dba db sound"),
                        Map.entry(Quantity.LC_PEAK, "lcpk peaklevel noisepeak lpeak"),
                        Map.entry(Quantity.SOUND_EVENT, "soundclass audioevent"),
                        Map.entry(Quantity.FLOW, "vehicleflow trafficflow vehicles intensity vehiclecount"),
                        Map.entry(Quantity.OCCUPANCY, "occupancypercent detectoroccupancy"),
                        Map.entry(Quantity.SPEED, "averagespeed meanspeed averagevehiclespeed vehiclespeed"),
                        Map.entry(Quantity.FILL, "filllevel filling fillinglevel fillpercent"),
                        Map.entry(Quantity.WATER_LEVEL, "level waterheight stage riverlevel"),
                        Map.entry(Quantity.OPEN, "door dooropen contact opened"),
                        Map.entry(Quantity.VIBRATION, "vib vibrationmms velocityrms"),
                        Map.entry(Quantity.PEOPLE, "peoplecount persons person count visitors"),
                        Map.entry(Quantity.BATTERY, "batt batterylevel bat batterypercent batterypercentage"),
                        Map.entry(Quantity.SIGNAL, "rssi signalstrength"),
                        Map.entry(Quantity.AQI_EU, "eaqi caqi"),
                        Map.entry(Quantity.AQI_US, "aqi usaqi"))
                .forEach((quantity, words) -> {
                    for (String word : words.split(" ")) {
                        names.putIfAbsent(word, quantity);
                    }
                });
        return Map.copyOf(names);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** What a channel of this name seems to measure: by the whole name, else by its last part. */
    public static @Nullable Quantity quantity(String channel) {
        Quantity found = NAMES.get(plain(channel));
        int dot = channel.lastIndexOf('.');
        return found != null || dot < 0 ? found : NAMES.get(plain(channel.substring(dot + 1)));
    }

    /** Looks at a payload. @param topic where it is published; null when not told */
    public static Guess of(Mappings mappings, @Nullable String topic, String payload) {
        if (payload.isBlank()) {
            return problem("There is nothing here. Paste one message as the device sends it.");
        }
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        String given = topic == null || topic.isBlank() ? null : topic.strip();
        try {
            String where = given == null || mappings.find(given, null) == null ? topicOf(bytes) : given;
            Mapping mapping = mappings.find(where, null);
            if (mapping == null) {
                return problem("No payload mapping takes the topic '" + where + "'.");
            }
            List<Reading> readings = mapping.map(new Message(where, bytes, ARRIVAL));
            String unknown = given == null || where.equals(given)
                    ? null
                    : "No payload mapping takes the topic '" + Times.shorten(given)
                            + "': publish to vigilia/{device}/observations, or add a mapping of your own.";
            return of(mapping.name(), readings, given == null && mapping.name().equals("json"), unknown);
        } catch (Unreadable e) {
            return problem("This cannot be read: " + e.reason());
        }
    }

    private static Guess problem(String text) {
        return new Guess(null, null, null, List.of(), text);
    }

    private static Guess of(String mapping, List<Reading> readings, boolean nameless, @Nullable String problem) {
        if (readings.isEmpty()) {
            return problem("The message holds no values.");
        }
        Map<String, Channel> channels = new LinkedHashMap<>();
        for (Reading reading : readings) {
            String text = reading.text();
            String name = reading.origin().channel();
            channels.putIfAbsent(
                    name,
                    new Channel(name, text == null ? number(reading.value()) : text, text == null, quantity(name)));
        }
        Reading first = readings.get(0);
        Instant time = first.at().equals(ARRIVAL) ? null : first.at();
        String device = first.origin().device();
        String odd = problem != null || time != null ? problem : oddTime(channels);
        return new Guess(
                mapping, nameless || device.isEmpty() ? null : device, time, new ArrayList<>(channels.values()), odd);
    }

    private static @Nullable String oddTime(Map<String, Channel> channels) {
        for (String name : channels.keySet()) {
            String plain = plain(name);
            if (plain.equals("timestamp") || plain.equals("ts") || plain.equals("datetime") || plain.equals("date")) {
                return "'" + name
                        + "' looks like the time, but the plain mapping looks for 'time': rename it in the device,"
                        + " or add a mapping of your own; otherwise the time of arrival counts.";
            }
        }
        return null;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    /** A topic on which the dialect that this payload seems to be would come. */
    private static String topicOf(byte[] payload) throws Unreadable {
        JsonNode tree = JsonReading.tree(payload);
        String devEui = tree.path("deviceInfo").path("devEui").asString("");
        if (!devEui.isEmpty()) {
            return "application/0/device/" + devEui + "/event/up";
        }
        String id = tree.path("end_device_ids").path("device_id").asString("");
        if (!id.isEmpty()) {
            return "v3/app/devices/" + id + "/up";
        }
        if (tree.has("UtcTime") && tree.has("Data")) {
            return SAMPLE_DEVICE + "/onvif-ej/event";
        }
        if (tree.has("result") && (tree.has("phenomenonTime") || tree.has("Datastream"))) {
            return tree.has("Datastream") ? "v1.1/Observations" : "v1.1/Datastreams(1)/Observations";
        }
        return "vigilia/" + SAMPLE_DEVICE + "/observations";
    }
}
