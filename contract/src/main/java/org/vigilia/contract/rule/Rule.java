package org.vigilia.contract.rule;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.scene.ObjectClass;

/**
 * One thing to look for in one camera's picture. Fields that are left out in JSON or YAML get their usual values.
 *
 * @param id unique in the city
 * @param kind what to look for
 * @param name for people, 1 to 120 characters; left out: the kind and the part
 * @param part the zone or lane it speaks of; null only for rules about the camera itself
 * @param severity left out: the usual one of the kind
 * @param enabled a disabled rule raises nothing and ends its open alerts; left out: true
 * @param classes what objects it looks at; empty or left out: those that are usual for the kind
 * @param settings only those that differ from the usual values; names and limits as in {@link RuleKind#settings()}
 */
public record Rule(
        RuleId id,
        RuleKind kind,
        String name,
        @Nullable String part,
        Severity severity,
        Boolean enabled,
        Set<ObjectClass> classes,
        Map<String, Double> settings) {

    private static final int MAX_NAME = 120;

    /** @throws IllegalArgumentException saying which setting is unknown or out of its limits */
    public Rule {
        if (kind.appliesTo() == RuleKind.Target.CITY) {
            throw new IllegalArgumentException(
                    "rule '" + id + "': " + kind + " is a kind of the city's rules, not of a camera's");
        }
        if (part == null && kind.appliesTo() != RuleKind.Target.CAMERA) {
            throw new IllegalArgumentException("rule '" + id + "': a " + kind + " rule needs 'part', the name of a "
                    + kind.appliesTo().name().toLowerCase(java.util.Locale.ROOT));
        }
        name = name == null || name.isBlank() ? usualName(kind, part) : name.strip();
        if (name.length() > MAX_NAME) {
            throw new IllegalArgumentException("rule '" + id + "': the name is longer than " + MAX_NAME);
        }
        severity = severity == null ? kind.usualSeverity() : severity;
        enabled = enabled == null || enabled;
        classes = classes == null || classes.isEmpty() ? usualClasses(kind) : Set.copyOf(classes);
        settings = settings == null ? Map.of() : Map.copyOf(settings);
        settings.forEach((setting, value) -> check(id, kind, setting, value));
    }

    /** The value of a setting: its own or the usual one. */
    public double setting(String setting) {
        Double own = settings.get(setting);
        return own != null
                ? own
                : kind.findSetting(setting)
                        .orElseThrow(() -> new IllegalArgumentException(kind + " has no setting '" + setting + "'"))
                        .usual();
    }

    /** What a rule without a name of its own is called. */
    public static String usualName(RuleKind kind, @Nullable String part) {
        String name = kind.name();
        String words = name.charAt(0)
                + name.substring(1).toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return part == null ? words : words + ": " + part;
    }

    private static Set<ObjectClass> usualClasses(RuleKind kind) {
        return switch (kind) {
            case WRONG_WAY, STOPPED_VEHICLE ->
                EnumSet.allOf(ObjectClass.class).stream()
                        .filter(ObjectClass::motorVehicle)
                        .collect(Collectors.toUnmodifiableSet());
            case INTRUSION, CAMERA_TROUBLE -> Set.of(ObjectClass.values());
            case LOITERING, CROWD_DENSITY, CROWD_FORMATION -> Set.of(ObjectClass.PERSON);
            case THRESHOLD, RATE_OF_CHANGE, MISSING_DATA, ANOMALY, COMBINATION -> Set.of();
        };
    }

    private static void check(RuleId id, RuleKind kind, String name, Double value) {
        RuleSetting setting = kind.findSetting(name)
                .orElseThrow(() -> new IllegalArgumentException("rule '" + id + "': " + kind + " has no setting '"
                        + name + "'; it has "
                        + kind.settings().stream().map(RuleSetting::name).collect(Collectors.joining(", "))));
        if (!(value >= setting.min() && value <= setting.max())) {
            throw new IllegalArgumentException("rule '" + id + "': " + name + " is " + value + " but must be "
                    + setting.min() + " to " + setting.max() + " " + setting.unit());
        }
    }
}
