package org.vigilia.server.sensing.ngsi;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.server.sensing.device.Fleet;

/**
 * What the Smart Data Models call quantities, and the units they are told in (UN/CEFACT Recommendation 20). Shares are 0 to 1
 * there and percent here.
 */
public final class Terms {

    /** An attribute of the models. @param unitCode null: the models name none @param share whether 0..1 stands for percent */
    public record Term(String attribute, @Nullable String unitCode, boolean share) {}

    /** How a number in another unit becomes one in ours: {@code value * gain + offset}. */
    private record Conversion(double gain, double offset) {}

    private static final Map<Quantity, Term> TERMS = new EnumMap<>(Quantity.class);
    private static final Map<String, Map<String, Conversion>> UNITS = new LinkedHashMap<>();
    private static final MathContext DIGITS = new MathContext(12);

    static {
        term(Quantity.PM25, "pm25", "GQ");
        term(Quantity.PM10, "pm10", "GQ");
        term(Quantity.NO2, "no2", "GQ");
        term(Quantity.O3, "o3", "GQ");
        term(Quantity.SO2, "so2", "GQ");
        term(Quantity.CO, "co", "GP");
        term(Quantity.AQI_EU, "airQualityIndex", null);
        term(Quantity.TEMPERATURE, "temperature", "CEL");
        share(Quantity.HUMIDITY, "relativeHumidity");
        term(Quantity.PRESSURE, "atmosphericPressure", "A97");
        term(Quantity.RAIN, "precipitation", "H67");
        term(Quantity.WIND_SPEED, "windSpeed", "MTS");
        term(Quantity.WIND_FROM, "windDirection", "DD");
        term(Quantity.LAEQ, "LAeq", "2N");
        term(Quantity.LC_PEAK, "LCpeak", "2N");
        term(Quantity.FLOW, "intensity", null);
        share(Quantity.OCCUPANCY, "occupancy");
        term(Quantity.SPEED, "averageVehicleSpeed", "KMH");
        share(Quantity.FILL, "fillingLevel");
        share(Quantity.BATTERY, "batteryLevel");
        term(Quantity.SIGNAL, "rssi", "DBM");
        unit("GQ", "GP", 1_000, 0);
        unit("GP", "GQ", 0.001, 0);
        unit("CEL", "FAH", 5 / 9.0, -160 / 9.0);
        unit("CEL", "KEL", 1, -273.15);
        unit("C62", "P1", 0.01, 0);
        unit("A97", "MBR", 1, 0);
        unit("A97", "PAL", 0.01, 0);
        unit("A97", "KPA", 10, 0);
        unit("MTS", "KMH", 1 / 3.6, 0);
        unit("MTS", "KNT", 1852 / 3600.0, 0);
        unit("KMH", "MTS", 3.6, 0);
        unit("KMH", "HM", 1.609344, 0);
    }

    private Terms() {}

    private static void term(Quantity quantity, String attribute, @Nullable String unitCode) {
        TERMS.put(quantity, new Term(attribute, unitCode, false));
    }

    private static void share(Quantity quantity, String attribute) {
        TERMS.put(quantity, new Term(attribute, "C62", true));
    }

    private static void unit(String ours, String theirs, double gain, double offset) {
        UNITS.computeIfAbsent(ours, x -> new LinkedHashMap<>()).put(theirs, new Conversion(gain, offset));
    }

    /** The attribute of each channel of a device, in their order; a second channel of a quantity goes by its own name. */
    public static Map<String, Fleet.Channel> attributes(Fleet.Card card) {
        Map<String, Fleet.Channel> attributes = new LinkedHashMap<>();
        for (Fleet.Channel channel : card.channels()) {
            Term term = TERMS.get(channel.quantity());
            String name = term == null ? channel.channel() : term.attribute;
            if (attributes.putIfAbsent(name, channel) != null) {
                attributes.putIfAbsent(channel.channel(), channel);
            }
        }
        return attributes;
    }

    /** The term of a quantity; its channel name without a unit where the models have none. */
    static Term of(Quantity quantity, String channel) {
        Term term = TERMS.get(quantity);
        return term == null ? new Term(channel, null, false) : term;
    }

    /** The quantity that an attribute names; older versions of the models wrote {@code NO2} where newer ones have {@code no2}. */
    static Optional<Quantity> quantity(String attribute) {
        String wanted = attribute.toLowerCase(Locale.ROOT);
        return TERMS.entrySet().stream()
                .filter(e -> e.getValue().attribute.toLowerCase(Locale.ROOT).equals(wanted))
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> Quantity.ofChannel(attribute).filter(q -> q != Quantity.OTHER));
    }

    /** As it is said in NGSI-LD. @param value as it is stored */
    static double told(Term term, double value) {
        return term.share ? rounded(value / 100) : value;
    }

    /**
     * As it is stored.
     *
     * @param unitCode null: the model's
     * @throws NgsiError when the unit cannot be converted
     */
    static double stored(Term term, double told, @Nullable String unitCode) {
        double value = told;
        if (unitCode != null && !unitCode.equals(term.unitCode)) {
            String ours = term.unitCode;
            Conversion conversion =
                    ours == null ? null : UNITS.getOrDefault(ours, Map.of()).get(unitCode);
            if (conversion == null && !(ours == null && unitCode.equals("C62"))) {
                throw NgsiError.bad("'" + term.attribute + "' is told in "
                        + (ours == null ? "no unit (leave 'unitCode' out)" : ours + accepted(ours) + " (UN/CEFACT)")
                        + ", but its unitCode is '" + unitCode + "'.");
            }
            value = conversion == null ? value : rounded(value * conversion.gain + conversion.offset);
        }
        return term.share ? rounded(value * 100) : value;
    }

    private static String accepted(String unit) {
        Map<String, Conversion> others = UNITS.getOrDefault(unit, Map.of());
        return others.isEmpty() ? "" : " or " + String.join(", ", others.keySet());
    }

    /** Conversions must not show the binary rest of decimal numbers. */
    private static double rounded(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }
}
