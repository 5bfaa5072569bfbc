package org.vigilia.server.alerting.rules;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.Severity;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.rule.city.Condition.Order;
import org.vigilia.contract.rule.city.Condition.Side;
import org.vigilia.contract.rule.city.Condition.Step;
import org.vigilia.contract.rule.city.Schedule;
import org.vigilia.contract.rule.city.Source;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;

/** Rules to begin with, for each kind of sensor: what a city usually wants to know, and why at this limit. */
final class RuleTemplates {

    private static final String EU = "Directive 2008/50/EC";

    private RuleTemplates() {}

    /**
     * A rule to begin with.
     *
     * @param why where the limit comes from
     * @param rule its id and agency are placeholders, which the server replaces when it is written
     */
    record Template(SensorKind kind, String name, String why, CityRule rule) {}

    static List<Template> list(AgencyId agency) {
        List<Template> all = new ArrayList<>();
        Maker make = new Maker(agency, all);
        air(make);
        make.add(
                SensorKind.ODOUR,
                "Strong smell",
                "3 of 6 on the VDI 3882 scale is clearly noticeable",
                limit(Quantity.ODOUR, Side.ABOVE, 3, 2.5, 60),
                Severity.MAJOR,
                "Look at the nearest cameras; send somebody to the probable source.");
        make.add(
                SensorKind.ODOUR,
                "Smell and a full bin nearby",
                "A full container upwind is the most usual source",
                new Condition.Combination(
                        Order.ALL,
                        List.of(
                                new Step(limit(Quantity.ODOUR, Side.ABOVE, 3, 2.5, 0), false),
                                new Step(limit(Quantity.FILL, Side.ABOVE, 80, 75.0, 0), false)),
                        1_800,
                        300.0),
                Severity.MINOR,
                "Have the container emptied.");
        make.add(
                SensorKind.SMOKE,
                "Smoke",
                "Point smoke detectors speak at 3 to 5 %/m (EN 54-7); outdoors less is already unusual",
                limit(Quantity.SMOKE, Side.ABOVE, 3, 2.0, 10),
                Severity.CRITICAL,
                "Look at the nearest cameras and call the fire brigade when you see smoke or fire.");
        weather(make);
        sound(make);
        make.add(
                SensorKind.TRAFFIC,
                "Traffic jam",
                "Below 15 km/h with more than 40 % of the time occupied",
                new Condition.Combination(
                        Order.ALL,
                        List.of(
                                new Step(limit(Quantity.SPEED, Side.BELOW, 15, 25.0, 120), false),
                                new Step(limit(Quantity.OCCUPANCY, Side.ABOVE, 40, 30.0, 120), false)),
                        300,
                        100.0),
                Severity.MINOR,
                null);
        make.add(
                SensorKind.TRAFFIC,
                "Unusual traffic",
                "Other than this place at this time of day and week",
                new Condition.Unusual(Source.of(Quantity.FLOW), 0.5, 0.0),
                Severity.INFO,
                null);
        make.add(
                SensorKind.WASTE,
                "Container full",
                "From 85 % a container overflows before the next usual round",
                limit(Quantity.FILL, Side.ABOVE, 85, 60.0, 600),
                Severity.MINOR,
                "Plan the emptying.");
        make.add(
                SensorKind.WATER,
                "Water rises fast",
                "Half a metre within an hour leaves little time",
                new Condition.RateOfChange(Source.of(Quantity.WATER_LEVEL), Side.ABOVE, 0.5, 3_600, 0.0),
                Severity.CRITICAL,
                "Warn people at the bank; close the underpasses.");
        make.add(
                SensorKind.DOOR,
                "Door open at night",
                "Nobody works between 22 and 6 o'clock",
                limit(Quantity.OPEN, Side.ABOVE, 0.5, null, 60),
                Severity.MAJOR,
                "Look at the nearest camera.",
                night());
        make.add(
                SensorKind.PEOPLE,
                "Unusually many or few people",
                "Other than this place at this time of day and week",
                new Condition.Unusual(Source.of(Quantity.PEOPLE), 0.5, 0.0),
                Severity.MINOR,
                null);
        for (SensorKind kind : SensorKind.values()) {
            silence(make, kind);
        }
        return List.copyOf(all);
    }

    private static void air(Maker make) {
        make.add(
                SensorKind.AIR_QUALITY,
                "Much fine dust",
                "50 µg/m³ is where the European index says 'very poor' begins for PM2.5",
                limit(Quantity.PM25, Side.ABOVE, 50, 40.0, 1_800),
                Severity.MAJOR,
                "Tell sensitive people to avoid effort outdoors.");
        make.add(
                SensorKind.AIR_QUALITY,
                "Nitrogen dioxide above the hourly limit",
                EU + ": 200 µg/m³ over one hour",
                limit(Quantity.NO2, Side.ABOVE, 200, 180.0, 3_600),
                Severity.MAJOR,
                null);
        make.add(
                SensorKind.AIR_QUALITY,
                "Ozone above the information threshold",
                EU + ": 180 µg/m³ over one hour",
                limit(Quantity.O3, Side.ABOVE, 180, 160.0, 3_600),
                Severity.MAJOR,
                "Inform the public.");
    }

    private static void weather(Maker make) {
        make.add(
                SensorKind.WEATHER,
                "Storm",
                "Beaufort 9 begins at 20.8 m/s",
                limit(Quantity.WIND_SPEED, Side.ABOVE, 20.8, 17.2, 0),
                Severity.MAJOR,
                "Close parks; secure building sites.");
        make.add(
                SensorKind.WEATHER,
                "Heavy rain",
                "More than 30 mm/h overloads usual sewers",
                limit(Quantity.RAIN, Side.ABOVE, 30, 15.0, 300),
                Severity.MAJOR,
                null);
    }

    private static void sound(Maker make) {
        make.add(
                SensorKind.SOUND,
                "Loud at night",
                "WHO night noise guideline for Europe: above 55 dB(A) outdoors is a health risk; 70 is loud at once",
                limit(Quantity.LAEQ, Side.ABOVE, 70, 65.0, 300),
                Severity.MINOR,
                null,
                night());
        make.add(
                SensorKind.SOUND,
                "Bang, glass or scream",
                "The sound event detector is more sure than not",
                limit(Quantity.SOUND_EVENT, Side.ABOVE, 0.5, null, 0),
                Severity.MAJOR,
                "Look at the nearest cameras.");
    }

    /** The first quantity of the kind, silent for three times as long as is usual. */
    private static void silence(Maker make, SensorKind kind) {
        Quantity main = kind.quantities().get(0);
        if (main.usualSilence() > 0) {
            make.add(
                    kind,
                    kind.label() + " sensor silent",
                    "Three times as long as such sensors are usually silent",
                    new Condition.MissingData(Source.of(main), main.usualSilence() * 3.0),
                    Severity.INFO,
                    "Check its power and its network.");
        }
    }

    private static Condition.Threshold limit(
            Quantity quantity, Side side, double limit, @Nullable Double clear, double seconds) {
        return new Condition.Threshold(Source.of(quantity), side, limit, clear, seconds);
    }

    private static Schedule night() {
        return new Schedule(
                Set.of(),
                LocalTime.of(22, 0),
                LocalTime.of(6, 0),
                ZoneId.systemDefault(),
                Schedule.Holidays.SAME,
                Set.of());
    }

    private record Maker(AgencyId agency, List<Template> all) {

        void add(SensorKind kind, String name, String why, Condition when, Severity severity, @Nullable String advice) {
            add(kind, name, why, when, severity, advice, null);
        }

        void add(
                SensorKind kind,
                String name,
                String why,
                Condition when,
                Severity severity,
                @Nullable String advice,
                @Nullable Schedule only) {
            RuleId id = new RuleId("template-" + (all.size() + 1));
            all.add(new Template(
                    kind, name, why, new CityRule(id, agency, name, severity, true, when, only, 0.0, advice)));
        }
    }
}
