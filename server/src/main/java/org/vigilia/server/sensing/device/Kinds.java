package org.vigilia.server.sensing.device;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;

/** What kinds of device there are, what they measure and how it is judged. */
@RestController
@Tag(name = "sensing")
class Kinds {

    /** A kind of device. */
    record Kind(SensorKind kind, String label, String icon, List<Quantity> quantities) {}

    /**
     * A quantity.
     *
     * @param min smallest plausible value; null: any
     * @param max greatest plausible value; null: any
     * @param usualSilenceSeconds 0: never silent
     */
    record QuantityView(
            Quantity quantity,
            String channel,
            String label,
            String ucum,
            String unit,
            @Nullable Double min,
            @Nullable Double max,
            int usualSilenceSeconds,
            List<Scales.Scale> scales) {}

    /** A way to read payloads. */
    record Mapping(String name, String label, String topic) {}

    record KindList(List<Kind> kinds, List<QuantityView> quantities, List<Mapping> mappings) {}

    private static final List<Mapping> MAPPINGS = List.of(
            new Mapping("json", "Plain JSON", "vigilia/{device}/observations"),
            new Mapping("sensorthings", "SensorThings over MQTT", "v1.1/Datastreams({datastream})/Observations"),
            new Mapping("sparkplug", "Sparkplug B", "spBv1.0/{group}/DDATA/{gateway}/{device}"),
            new Mapping("chirpstack", "ChirpStack (LoRaWAN)", "application/{application}/device/{device}/event/up"),
            new Mapping("ttn", "The Things Stack (LoRaWAN)", "v3/{application}/devices/{device}/up"),
            new Mapping("onvif", "ONVIF events as JSON", "{prefix}/onvif-ej/{topic}"));

    @GetMapping("/api/v1/sensing/kinds")
    @Requires(Right.SEE_SENSORS)
    @Operation(
            operationId = "listSensorKinds",
            summary = "Kinds of device, quantities with units, plausible ranges and index scales, payload mappings")
    KindList kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (SensorKind kind : SensorKind.values()) {
            kinds.add(new Kind(kind, kind.label(), kind.icon(), kind.quantities()));
        }
        List<QuantityView> quantities = new ArrayList<>();
        for (Quantity q : Quantity.values()) {
            boolean any = q == Quantity.OTHER;
            quantities.add(new QuantityView(
                    q,
                    q.channel(),
                    q.label(),
                    q.ucum(),
                    q.unit(),
                    any ? null : q.min(),
                    any ? null : q.max(),
                    q.usualSilence(),
                    Scales.of(q)));
        }
        return new KindList(kinds, quantities, MAPPINGS);
    }
}
