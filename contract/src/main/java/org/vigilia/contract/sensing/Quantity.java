package org.vigilia.contract.sensing;

import java.util.Arrays;
import java.util.Optional;

/**
 * What can be measured, each with its unit and what it can plausibly be. The ranges are those of instruments that cities
 * use, wide enough for the worst day; a value outside is kept and flagged.
 */
public enum Quantity {
    PM25("pm25", "Fine particles (PM2.5)", "ug/m3", "µg/m³", 0, 1_000, 600),
    PM10("pm10", "Particles (PM10)", "ug/m3", "µg/m³", 0, 2_000, 600),
    NO2("no2", "Nitrogen dioxide", "ug/m3", "µg/m³", 0, 2_000, 600),
    O3("o3", "Ozone", "ug/m3", "µg/m³", 0, 1_000, 600),
    CO("co", "Carbon monoxide", "mg/m3", "mg/m³", 0, 150, 600),
    SO2("so2", "Sulphur dioxide", "ug/m3", "µg/m³", 0, 5_000, 600),
    AQI_EU("aqiEu", "Air quality index (EU)", "1", "", 1, 6, 600),
    AQI_US("aqiUs", "Air quality index (US)", "1", "", 0, 500, 600),
    ODOUR("odour", "Odour intensity", "1", "", 0, 6, 300),
    SMOKE("smoke", "Smoke obscuration", "%/m", "%/m", 0, 100, 60),
    TEMPERATURE("temperature", "Air temperature", "Cel", "°C", -60, 60, 900),
    HUMIDITY("humidity", "Relative humidity", "%", "%", 0, 100, 900),
    PRESSURE("pressure", "Air pressure", "hPa", "hPa", 850, 1_100, 900),
    RAIN("rain", "Rain rate", "mm/h", "mm/h", 0, 300, 900),
    WIND_SPEED("windSpeed", "Wind speed", "m/s", "m/s", 0, 75, 600),
    WIND_FROM("windFrom", "Wind comes from", "deg", "°", 0, 360, 600),
    LAEQ("laeq", "Sound level (LAeq)", "dB[A]", "dB(A)", 15, 140, 60),
    LC_PEAK("lcPeak", "Peak sound level (LCpeak)", "dB[C]", "dB(C)", 15, 160, 60),
    SOUND_EVENT("soundEvent", "Sound event", "1", "", 0, 1, 0),
    FLOW("flow", "Traffic flow", "{vehicles}/h", "vehicles/h", 0, 12_000, 300),
    OCCUPANCY("occupancy", "Detector occupancy", "%", "%", 0, 100, 300),
    SPEED("speed", "Mean speed", "km/h", "km/h", 0, 250, 300),
    FILL("fill", "Fill level", "%", "%", 0, 100, 7_200),
    WATER_LEVEL("waterLevel", "Water level", "m", "m", -20, 50, 900),
    OPEN("open", "Door open", "1", "", 0, 1, 3_600),
    VIBRATION("vibration", "Vibration", "mm/s", "mm/s", 0, 500, 300),
    PEOPLE("people", "People counted", "{persons}", "persons", 0, 100_000, 300),
    BATTERY("battery", "Battery", "%", "%", 0, 100, 86_400),
    SIGNAL("signal", "Radio signal", "dBm", "dBm", -150, 0, 86_400),
    OTHER("value", "Value", "1", "", -Double.MAX_VALUE, Double.MAX_VALUE, 0);

    private final String channel;
    private final String label;
    private final String ucum;
    private final String unit;
    private final double min;
    private final double max;
    private final int usualSilence;

    Quantity(String channel, String label, String ucum, String unit, double min, double max, int usualSilence) {
        this.channel = channel;
        this.label = label;
        this.ucum = ucum;
        this.unit = unit;
        this.min = min;
        this.max = max;
        this.usualSilence = usualSilence;
    }

    /** The usual name of the channel in a device's payload. */
    public String channel() {
        return channel;
    }

    /** For people. */
    public String label() {
        return label;
    }

    /** The unit in the Unified Code for Units of Measure (case sensitive); "1" when there is none. */
    public String ucum() {
        return ucum;
    }

    /** The unit as people write it; empty when there is none. */
    public String unit() {
        return unit;
    }

    /** The smallest plausible value. */
    public double min() {
        return min;
    }

    /** The greatest plausible value. */
    public double max() {
        return max;
    }

    /** After how many seconds without a reading a device counts as silent, unless it says otherwise; 0 for never. */
    public int usualSilence() {
        return usualSilence;
    }

    /** The quantity that usually has this channel name, whatever the case. */
    public static Optional<Quantity> ofChannel(String channel) {
        return Arrays.stream(values())
                .filter(q -> q.channel.equalsIgnoreCase(channel))
                .findFirst();
    }
}
