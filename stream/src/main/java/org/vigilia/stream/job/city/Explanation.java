package org.vigilia.stream.job.city;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.vigilia.stream.anomaly.Score;

/** Says in words why a minute was unusual. */
final class Explanation {

    private Explanation() {}

    /** "this minute's mean was 410 vehicles/h, expected 105 (90 to 120)". */
    static String of(Score score, String unit) {
        String what = switch (score.dimension()) {
            case NONE -> "nothing stood out";
            case VALUE -> "this minute's mean was ";
            case CHANGE -> "the step from the minute before was ";
            case LEVEL -> "the mean of the last minutes was ";
            case SPREAD -> "the scatter of the last minutes was ";
            case SHAPE -> "the course of the last minutes is unlike any before: ";
            case SEASON -> "unlike this time on earlier days: ";
        };
        if (!Double.isFinite(score.seen()) || !Double.isFinite(score.expected())) {
            return what.strip();
        }
        String range = Double.isFinite(score.low()) && Double.isFinite(score.high())
                ? " (" + number(score.low()) + " to " + number(score.high()) + ")"
                : "";
        return what + number(score.seen()) + (unit.isEmpty() ? "" : " " + unit) + ", expected "
                + number(score.expected()) + range;
    }

    private static String number(double value) {
        BigDecimal rounded = new BigDecimal(value, new MathContext(3, RoundingMode.HALF_UP)).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }
}
