package org.vigilia.contract.scene;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.rule.Rule;

/**
 * Everything that is drawn in one camera's picture and asked of it. This is the document that the server exports, that
 * {@code ./vigilia analyse --scene} reads, and that vision and stream follow live.
 *
 * @param camera whose picture it is
 * @param calibration null when the camera is not calibrated: speeds and densities then have no metric value
 * @param zones areas
 * @param lines counting lines
 * @param lanes directed lanes
 * @param rules what to look for in this picture; each part a rule names must exist here
 */
public record Scene(
        CameraId camera,
        @Nullable Calibration calibration,
        List<Zone> zones,
        List<Line> lines,
        List<Lane> lanes,
        List<Rule> rules) {

    /** @throws IllegalArgumentException when a name is used twice or a rule speaks of a part that is not drawn */
    public Scene {
        zones = zones == null ? List.of() : List.copyOf(zones);
        lines = lines == null ? List.of() : List.copyOf(lines);
        lanes = lanes == null ? List.of() : List.copyOf(lanes);
        rules = rules == null ? List.of() : List.copyOf(rules);
        Set<String> names = new HashSet<>();
        zones.forEach(z -> claim(names, z.name()));
        lines.forEach(l -> claim(names, l.name()));
        lanes.forEach(l -> claim(names, l.name()));
        for (Rule rule : rules) {
            checkPart(rule, zones, lanes);
        }
    }

    /** A scene with nothing drawn. */
    public static Scene empty(CameraId camera) {
        return new Scene(camera, null, List.of(), List.of(), List.of(), List.of());
    }

    public Optional<Zone> findZone(String name) {
        return zones.stream().filter(z -> z.name().equals(name)).findFirst();
    }

    public Optional<Lane> findLane(String name) {
        return lanes.stream().filter(l -> l.name().equals(name)).findFirst();
    }

    /** The same scene with the traffic of every lane the other way. */
    public Scene withLanesReversed() {
        return new Scene(
                camera,
                calibration,
                zones,
                lines,
                lanes.stream().map(Lane::reversed).toList(),
                rules);
    }

    private static void claim(Set<String> names, String name) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("the name '" + name + "' is used twice in one scene");
        }
    }

    private static void checkPart(Rule rule, List<Zone> zones, List<Lane> lanes) {
        String part = rule.part();
        boolean found = switch (rule.kind().appliesTo()) {
            case ZONE -> zones.stream().anyMatch(z -> z.name().equals(part));
            case LANE -> lanes.stream().anyMatch(l -> l.name().equals(part));
            case CAMERA, CITY -> true;
        };
        if (!found) {
            throw new IllegalArgumentException("rule '" + rule.name() + "' speaks of the "
                    + rule.kind().appliesTo().name().toLowerCase(java.util.Locale.ROOT) + " '" + part
                    + "', which is not drawn in this scene");
        }
    }
}
