package org.vigilia.contract.sensing;

import static org.vigilia.contract.sensing.Quantity.*;

import java.util.List;

/** The kinds of device a city has, each with what it usually measures; the first quantity is the one its colour shows. */
public enum SensorKind {
    AIR_QUALITY("Air quality", "wind", PM25, PM10, Quantity.NO2, Quantity.O3, CO, SO2, AQI_EU, AQI_US),
    ODOUR("Odour", "nose", Quantity.ODOUR),
    SMOKE("Smoke", "flame", Quantity.SMOKE),
    WEATHER("Weather", "cloud", TEMPERATURE, HUMIDITY, PRESSURE, RAIN, WIND_SPEED, WIND_FROM),
    SOUND("Sound", "volume", LAEQ, LC_PEAK, SOUND_EVENT),
    TRAFFIC("Traffic counter", "car", FLOW, OCCUPANCY, SPEED),
    WASTE("Waste container", "trash", FILL, TEMPERATURE),
    WATER("Water level", "droplet", WATER_LEVEL),
    DOOR("Door or vibration", "door", OPEN, VIBRATION),
    PEOPLE("People counter", "users", Quantity.PEOPLE),
    GENERIC("Other", "gauge", OTHER);

    private final String label;
    private final String icon;
    private final List<Quantity> quantities;

    SensorKind(String label, String icon, Quantity... quantities) {
        this.label = label;
        this.icon = icon;
        this.quantities = List.of(quantities);
    }

    /** For people. */
    public String label() {
        return label;
    }

    /** Name of the icon, the same on map, list and page. */
    public String icon() {
        return icon;
    }

    /** What such a device usually measures, the main one first. */
    public List<Quantity> quantities() {
        return quantities;
    }
}
