package org.vigilia.contract.rule;

import static org.vigilia.contract.rule.RuleSetting.of;

import java.util.List;
import java.util.Optional;

/**
 * The kinds of rule, each with its settings, their units, limits and defaults. The rule form of the UI, the checks of
 * the server and the judges of the stream job all read this one list. Kinds for the city have no settings here: their
 * conditions say all.
 */
public enum RuleKind {
    /** A motor vehicle travels against the direction of its lane. */
    WRONG_WAY(
            Target.LANE,
            Severity.CRITICAL,
            of("minSeconds", "s", 0.6, 0, 60, "How long it must drive the wrong way"),
            of("minTravel", "of lane length", 0.08, 0, 1, "How far it must drive the wrong way"),
            of("maxAngle", "degrees", 60, 5, 89, "How close to the exact opposite direction counts")),
    /** Somebody or something is in a zone where it must not be. */
    INTRUSION(
            Target.ZONE,
            Severity.MAJOR,
            of("minSeconds", "s", 1, 0, 3600, "How long it must be inside"),
            of("clearSeconds", "s", 5, 0, 3600, "The alert ends when the zone was empty this long")),
    /** Somebody stays in a zone for longer than is usual. */
    LOITERING(
            Target.ZONE,
            Severity.MINOR,
            of("dwellSeconds", "s", 60, 1, 86_400, "How long somebody may stay"),
            of("clearSeconds", "s", 5, 0, 3600, "The alert ends when the person was gone this long")),
    /** A motor vehicle stands still where traffic should move. */
    STOPPED_VEHICLE(
            Target.ZONE,
            Severity.MAJOR,
            of("stillSeconds", "s", 20, 1, 86_400, "How long it must stand"),
            of("clearSeconds", "s", 5, 0, 3600, "The alert ends when it moved or was gone this long")),
    /** Persons per square metre above a level of service (Fruin 1971). */
    CROWD_DENSITY(
            Target.ZONE,
            Severity.MAJOR,
            of("density", "persons/m²", 1.08, 0.05, 10, "Alert from this density (Fruin C/D 0.72, D/E 1.08, E/F 2.17)"),
            of("minSeconds", "s", 5, 0, 3600, "How long it must last"),
            of("clearRatio", "of density", 0.8, 0.1, 1, "The alert ends below this part of the density")),
    /** A crowd that grows fast; judged by growth, not by size, so that a full market is not news. */
    CROWD_FORMATION(
            Target.ZONE,
            Severity.CRITICAL,
            of("growthPersons", "persons", 8, 2, 10_000, "Alert when the zone gains so many persons"),
            of("windowSeconds", "s", 30, 2, 3600, "… within this time"),
            of("growthRatio", "times", 1.8, 1.1, 100, "… and has grown by this factor"),
            of("minSeconds", "s", 2, 0, 600, "How long the growth must be seen")),
    /** The camera is away, or its picture is black, frozen or moved. */
    CAMERA_TROUBLE(
            Target.CAMERA,
            Severity.MAJOR,
            of("minSeconds", "s", 10, 1, 3600, "How long the trouble must last"),
            of("clearSeconds", "s", 5, 0, 3600, "The alert ends when the picture was good this long")),
    /** A sensor's value is above or below a limit. */
    THRESHOLD(Target.CITY, Severity.MAJOR),
    /** A sensor's value rises or falls fast. */
    RATE_OF_CHANGE(Target.CITY, Severity.MAJOR),
    /** A sensor has been silent for too long. */
    MISSING_DATA(Target.CITY, Severity.MINOR),
    /** A sensor's values are unusual for it. */
    ANOMALY(Target.CITY, Severity.MINOR),
    /** Several sensors and cameras together tell of something. */
    COMBINATION(Target.CITY, Severity.MAJOR);

    /** What a rule is about. */
    public enum Target {
        ZONE,
        LANE,
        CAMERA,
        /** No part of a scene: a rule over the city's facts, see {@link org.vigilia.contract.rule.city.CityRule}. */
        CITY
    }

    private final Target appliesTo;
    private final Severity usualSeverity;
    private final List<RuleSetting> settings;

    RuleKind(Target appliesTo, Severity usualSeverity, RuleSetting... settings) {
        this.appliesTo = appliesTo;
        this.usualSeverity = usualSeverity;
        this.settings = List.of(settings);
    }

    public Target appliesTo() {
        return appliesTo;
    }

    public Severity usualSeverity() {
        return usualSeverity;
    }

    public List<RuleSetting> settings() {
        return settings;
    }

    public Optional<RuleSetting> findSetting(String name) {
        return settings.stream().filter(s -> s.name().equals(name)).findFirst();
    }
}
