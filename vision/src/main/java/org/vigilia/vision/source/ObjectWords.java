package org.vigilia.vision.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.ObjectClass;

/**
 * The names that cameras give to objects (ONVIF {@code tt:ObjectType}, {@code tt:ClassType} and {@code tt:VehicleType}),
 * collected for one object until the likeliest is asked for. Not thread-safe.
 */
final class ObjectWords {

    /** Said of any vehicle; a more exact word beside it wins. "Vehical" is how the standard spells it. */
    private static final List<String> ANY_VEHICLE = List.of("vehicle", "vehical");

    private static final Map<String, ObjectClass> WORDS = Map.ofEntries(
            Map.entry("human", ObjectClass.PERSON),
            Map.entry("person", ObjectClass.PERSON),
            Map.entry("pedestrian", ObjectClass.PERSON),
            Map.entry("vehicle", ObjectClass.CAR),
            Map.entry("vehical", ObjectClass.CAR),
            Map.entry("car", ObjectClass.CAR),
            Map.entry("van", ObjectClass.CAR),
            Map.entry("bus", ObjectClass.BUS),
            Map.entry("truck", ObjectClass.TRUCK),
            Map.entry("lorry", ObjectClass.TRUCK),
            Map.entry("bicycle", ObjectClass.BICYCLE),
            Map.entry("bike", ObjectClass.BICYCLE),
            Map.entry("motorcycle", ObjectClass.MOTORCYCLE),
            Map.entry("motorbike", ObjectClass.MOTORCYCLE));

    private final List<Said> said = new ArrayList<>();

    /** What an object is, and how likely, 0..1. */
    record Verdict(ObjectClass kind, double likelihood) {}

    private record Said(String word, double likelihood) {}

    /** @param likelihood as the camera wrote it; null when it wrote none, which counts as sure */
    void add(String word, @Nullable String likelihood) {
        said.add(new Said(word.strip().toLowerCase(Locale.ROOT), likelihood(likelihood)));
    }

    private static double likelihood(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return 1;
        }
        try {
            double value = Double.parseDouble(text.strip());
            return value >= 0 ? Math.min(1, value) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The likeliest; null when that is none of ours, or nothing was said. */
    @Nullable
    Verdict verdict() {
        Said best = null;
        for (Said each : said) {
            if (best == null || each.likelihood > best.likelihood) {
                best = each;
            }
        }
        ObjectClass kind = best == null ? null : WORDS.get(best.word);
        if (best == null || kind == null) {
            return null;
        }
        Said exact = null;
        for (Said each : said) {
            ObjectClass other =
                    ANY_VEHICLE.contains(best.word) && !ANY_VEHICLE.contains(each.word) ? WORDS.get(each.word) : null;
            if (other != null && other != ObjectClass.PERSON && (exact == null || each.likelihood > exact.likelihood)) {
                exact = each;
                kind = other;
            }
        }
        return new Verdict(kind, best.likelihood);
    }
}
