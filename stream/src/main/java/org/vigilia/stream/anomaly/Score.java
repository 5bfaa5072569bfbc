package org.vigilia.stream.anomaly;

/**
 * How unusual one reading is, and why: the words of an alert.
 *
 * <p>{@code expected}, {@code low}, {@code high} and {@code seen} are of the quantity that {@code dimension} names and
 * in the unit of the series: the reading itself, its step from the one before, a mean or a standard deviation over the
 * last readings. They are NaN while too little has been seen to say.
 *
 * @param score 0 (usual) to 1; from {@link AnomalyDetector#ALARM} up it is an alarm, and one long anomaly is one alarm
 * @param expected the middle of what is usual
 * @param low lower end of what is usual
 * @param high upper end of what is usual
 * @param seen what there was instead
 * @param dimension what stood out most
 */
public record Score(double score, double expected, double low, double high, double seen, Dimension dimension) {

    /** Says whether an operator should hear of it. */
    public boolean isAlarm() {
        return score >= AnomalyDetector.ALARM;
    }
}
