package org.vigilia.rules;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.sensing.DatastreamCard;

/** How figures and conditions are written in messages for people. */
public final class Figures {

    private Figures() {}

    /** Three to four figures: "0.42", "4.2", "37.5", "1240". */
    public static String number(double value) {
        double size = Math.abs(value);
        int digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    static String number(double value, String unit) {
        return unit.isEmpty() ? number(value) : number(value) + " " + unit;
    }

    /** "12 s", "3 min 5 s", "2 h 10 min", "3 d 4 h". */
    public static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3_600) {
            return whole / 60 + " min" + (whole % 60 == 0 ? "" : " " + whole % 60 + " s");
        }
        if (whole < 86_400) {
            return whole / 3_600 + " h" + (whole % 3_600 < 60 ? "" : " " + whole % 3_600 / 60 + " min");
        }
        return whole / 86_400 + " d" + (whole % 86_400 < 3_600 ? "" : " " + whole % 86_400 / 3_600 + " h");
    }

    /** What was measured and what is wrong with it: "Odour intensity 4.2, above 3 for 5 min". */
    static String what(Condition condition, Occurrence found, @Nullable DatastreamCard card) {
        String unit = card == null ? "" : card.unit();
        String label = card == null ? "Value" : card.quantity().label();
        Double value = found.value();
        Double measure = found.measure();
        String reading = value == null ? label : label + " " + number(value, unit);
        if (condition instanceof Condition.Threshold t) {
            return reading + ", " + side(t.side()) + " " + number(t.limit(), unit) + lasting(t.forSeconds());
        }
        if (condition instanceof Condition.RateOfChange r) {
            String moved = r.side() == Condition.Side.ABOVE ? "rose" : "fell";
            String by = measure == null ? "" : " by " + number(Math.abs(measure), unit);
            return reading + ", " + moved + by + " within " + duration(r.overSeconds());
        }
        if (condition instanceof Condition.MissingData m) {
            return label + ": no usable reading for " + duration(m.seconds());
        }
        if (condition instanceof Condition.Unusual) {
            String why = found.text();
            return reading + ", unusual" + (why == null ? "" : ": " + why);
        }
        String text = found.text();
        return text == null ? "seen by a camera" : text;
    }

    private static String side(Condition.Side side) {
        return side == Condition.Side.ABOVE ? "above" : "below";
    }

    private static String lasting(double seconds) {
        return seconds < 1 ? "" : " for " + duration(seconds);
    }

    /** "north-east". */
    static String compass(double degrees) {
        String[] names = {"north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"};
        return names[(int) Math.round((degrees % 360 + 360) % 360 / 45) % 8];
    }
}
