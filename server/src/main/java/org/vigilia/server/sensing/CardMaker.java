package org.vigilia.server.sensing;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;

/**
 * Finds out what a datastream measures: from what its properties say, else from the name of its channel, else from the words
 * that its observed property is described with.
 */
final class CardMaker {

    /** Words that tell a quantity; the first that is found counts, so longer ones come first. */
    private static final Map<String, Quantity> WORDS = words();

    private CardMaker() {}

    private static Map<String, Quantity> words() {
        Map<String, Quantity> words = new LinkedHashMap<>();
        words.put("pm2.5", Quantity.PM25);
        words.put("pm25", Quantity.PM25);
        words.put("pm10", Quantity.PM10);
        words.put("nitrogen dioxide", Quantity.NO2);
        words.put("nitrogendioxide", Quantity.NO2);
        words.put("ozone", Quantity.O3);
        words.put("carbon monoxide", Quantity.CO);
        words.put("sulphur dioxide", Quantity.SO2);
        words.put("sulfur dioxide", Quantity.SO2);
        words.put("odour", Quantity.ODOUR);
        words.put("odor", Quantity.ODOUR);
        words.put("smoke", Quantity.SMOKE);
        words.put("wind direction", Quantity.WIND_FROM);
        words.put("winddirection", Quantity.WIND_FROM);
        words.put("wind speed", Quantity.WIND_SPEED);
        words.put("windspeed", Quantity.WIND_SPEED);
        words.put("humidity", Quantity.HUMIDITY);
        words.put("air pressure", Quantity.PRESSURE);
        words.put("atmospheric pressure", Quantity.PRESSURE);
        words.put("rain", Quantity.RAIN);
        words.put("precipitation", Quantity.RAIN);
        words.put("water level", Quantity.WATER_LEVEL);
        words.put("waterlevel", Quantity.WATER_LEVEL);
        words.put("peak sound", Quantity.LC_PEAK);
        words.put("sound level", Quantity.LAEQ);
        words.put("noise", Quantity.LAEQ);
        words.put("traffic flow", Quantity.FLOW);
        words.put("vehicle flow", Quantity.FLOW);
        words.put("occupancy", Quantity.OCCUPANCY);
        words.put("vehicle speed", Quantity.SPEED);
        words.put("fill level", Quantity.FILL);
        words.put("vibration", Quantity.VIBRATION);
        words.put("battery", Quantity.BATTERY);
        words.put("air temperature", Quantity.TEMPERATURE);
        words.put("airtemperature", Quantity.TEMPERATURE);
        return words;
    }

    /** @param words what else is known of it: names, definition, description */
    static Quantity quantity(@Nullable String stated, @Nullable String channel, List<String> words) {
        return named(stated)
                .or(() -> channel == null ? Optional.empty() : Quantity.ofChannel(channel))
                .or(() -> words.stream().flatMap(w -> named(w).stream()).findFirst())
                .or(() -> spoken(words))
                .orElse(Quantity.OTHER);
    }

    private static Optional<Quantity> named(@Nullable String name) {
        return name == null
                ? Optional.empty()
                : Arrays.stream(Quantity.values())
                        .filter(q -> q != Quantity.OTHER)
                        .filter(q -> q.name().equalsIgnoreCase(name)
                                || q.channel().equalsIgnoreCase(name)
                                || q.label().equalsIgnoreCase(name))
                        .findFirst();
    }

    private static Optional<Quantity> spoken(List<String> words) {
        String all = String.join(" ", words).toLowerCase(Locale.ROOT);
        return WORDS.entrySet().stream()
                .filter(e -> all.contains(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** @param stated what the datastream or its device says; null when nothing */
    static SensorKind kind(@Nullable String stated, Quantity quantity) {
        if (stated != null) {
            for (SensorKind kind : SensorKind.values()) {
                if (kind.name().equalsIgnoreCase(stated)) {
                    return kind;
                }
            }
        }
        return Arrays.stream(SensorKind.values())
                .filter(k -> k.quantities().contains(quantity))
                .findFirst()
                .orElse(SensorKind.GENERIC);
    }
}
