package org.vigilia.stream.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Makes alarms of rarities: one long anomaly is one alarm. After an alarm comes a rest in which only something much rarer
 * alarms again.
 */
final class Gate {

    private final DetectorSettings settings;
    private long alarmAt = -1;
    private double alarmDecades;

    Gate(DetectorSettings settings) {
        this.settings = settings;
    }

    /** Returns a score from {@link AnomalyDetector#ALARM} up for an alarm, and at most half of that for none. */
    double score(long reading, double decades) {
        if (reading <= settings.warmReadings()) {
            return 0;
        }
        double bar = bar(reading);
        if (decades < bar) {
            return 0.5 * AnomalyDetector.ALARM * Math.min(1, decades / settings.alarmDecades());
        }
        alarmAt = reading;
        alarmDecades = decades;
        return decades / (decades + settings.alarmDecades());
    }

    private double bar(long reading) {
        double bar = settings.alarmDecades();
        if (alarmAt < 0 || reading - alarmAt >= settings.restReadings()) {
            return bar;
        }
        double rested = (reading - alarmAt) / (double) settings.restReadings();
        double again = settings.escalationFactor() * alarmDecades - bar;
        return bar + settings.escalationDecades() + again * (1 - rested);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(alarmAt);
        out.writeDouble(alarmDecades);
    }

    void read(DataInput in) throws IOException {
        alarmAt = in.readLong();
        alarmDecades = in.readDouble();
    }
}
