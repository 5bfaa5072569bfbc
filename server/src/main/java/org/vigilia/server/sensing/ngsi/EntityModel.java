package org.vigilia.server.sensing.ngsi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.sensing.SensorKind;

/** The FIWARE Smart Data Models that are spoken, each with the kind of device it describes. */
public enum EntityModel {
    AIR("AirQualityObserved", SensorKind.AIR_QUALITY),
    NOISE("NoiseLevelObserved", SensorKind.SOUND),
    TRAFFIC("TrafficFlowObserved", SensorKind.TRAFFIC),
    WASTE("WasteContainer", SensorKind.WASTE),
    WEATHER("WeatherObserved", SensorKind.WEATHER);

    private final String type;
    private final SensorKind kind;

    EntityModel(String type, SensorKind kind) {
        this.type = type;
        this.kind = kind;
    }

    /** The type of its entities. */
    public String type() {
        return type;
    }

    SensorKind kind() {
        return kind;
    }

    public static Optional<EntityModel> of(SensorKind kind) {
        for (EntityModel model : values()) {
            if (model.kind == kind) {
                return Optional.of(model);
            }
        }
        return Optional.empty();
    }

    /** @throws NgsiError for a type that is not one of these */
    public static EntityModel ofType(@Nullable String told) {
        String type = told == null ? "" : Contexts.shortName(told);
        for (EntityModel model : values()) {
            if (model.type.equals(type)) {
                return model;
            }
        }
        throw NgsiError.bad(
                "The type '" + told + "' is not known here. Known are AirQualityObserved, NoiseLevelObserved,"
                        + " TrafficFlowObserved, WasteContainer and WeatherObserved.");
    }
}
