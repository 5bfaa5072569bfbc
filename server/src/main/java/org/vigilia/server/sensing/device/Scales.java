package org.vigilia.server.sensing.device;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.sensing.Quantity;

/**
 * Scales by which values are judged: the European Air Quality Index (European Environment Agency, bands of 2024) and the US
 * Air Quality Index (EPA, 40 CFR 58 appendix G, PM2.5 as revised in 2024), the latter in our units. The US ozone,
 * NO2 and SO2 break points are in parts per billion; they are turned into µg/m³ at 25 °C and 1013 hPa, CO into mg/m³.
 */
final class Scales {

    private static final String EU_SOURCE = "European Air Quality Index, EEA 2024";
    private static final String US_SOURCE = "US Air Quality Index, EPA 2024";
    private static final String[] EU_WORDS = {"Good", "Fair", "Moderate", "Poor", "Very poor", "Extremely poor"};
    private static final String[] EU_COLOURS = {"#50f0e6", "#50ccaa", "#f0e641", "#ff5050", "#960032", "#7d2181"};
    private static final String[] US_WORDS = {
        "Good", "Moderate", "Unhealthy for sensitive groups", "Unhealthy", "Very unhealthy", "Hazardous"
    };
    private static final String[] US_COLOURS = {"#00e400", "#ffff00", "#ff7e00", "#ff0000", "#8f3f97", "#7e0023"};

    private static final Map<Quantity, List<Scale>> SCALES = new EnumMap<>(Quantity.class);

    static {
        eu(Quantity.PM25, 6, 16, 51, 91, 141);
        eu(Quantity.PM10, 16, 46, 121, 196, 271);
        eu(Quantity.NO2, 11, 26, 61, 101, 151);
        eu(Quantity.O3, 61, 101, 121, 161, 181);
        eu(Quantity.SO2, 21, 41, 126, 191, 276);
        eu(Quantity.AQI_EU, 2, 3, 4, 5, 6);
        us(Quantity.PM25, 9.1, 35.5, 55.5, 125.5, 225.5);
        us(Quantity.PM10, 55, 155, 255, 355, 425);
        us(Quantity.NO2, 102, 190, 679, 1_223, 2_350);
        us(Quantity.O3, 108, 139, 169, 208, 393);
        us(Quantity.SO2, 94, 199, 487, 798, 1_583);
        us(Quantity.CO, 5.2, 10.9, 14.3, 17.8, 35);
        us(Quantity.AQI_US, 51, 101, 151, 201, 301);
    }

    private Scales() {}

    /** @param bands from low to high */
    record Scale(String name, String source, List<Band> bands) {}

    /** @param upTo where it ends, not included; null for the last */
    record Band(@Nullable Double upTo, String word, String colour) {}

    static List<Scale> of(Quantity quantity) {
        return SCALES.getOrDefault(quantity, List.of());
    }

    private static void eu(Quantity quantity, double... limits) {
        add(quantity, "EU", EU_SOURCE, EU_WORDS, EU_COLOURS, limits);
    }

    private static void us(Quantity quantity, double... limits) {
        add(quantity, "US", US_SOURCE, US_WORDS, US_COLOURS, limits);
    }

    private static void add(
            Quantity quantity, String name, String source, String[] words, String[] colours, double... limits) {
        List<Band> bands = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            bands.add(new Band(i < limits.length ? limits[i] : null, words[i], colours[i]));
        }
        SCALES.computeIfAbsent(quantity, q -> new ArrayList<>()).add(new Scale(name, source, List.copyOf(bands)));
    }
}
