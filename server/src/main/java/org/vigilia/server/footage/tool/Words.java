package org.vigilia.server.footage.tool;

import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.vigilia.server.footage.play.Micros;

/** Times as the tool prints them. */
final class Words {

    private Words() {}

    static String seconds(long micros) {
        return String.format(Locale.ROOT, "%.1f", micros / 1e6);
    }

    static String time(long micros) {
        return Micros.instant(micros).truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
