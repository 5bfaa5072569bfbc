package org.vigilia.server.evidence.preview;

import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.PersonId;
import org.vigilia.server.evidence.Exhibit;
import org.vigilia.server.evidence.Exhibits;
import org.vigilia.server.identity.SignedIn;

/**
 * Writes down who saw the preview of an exhibit: once for each person, exhibit and day (UTC), as a row for every list
 * would bury the story. After a restart, and beyond so many, once more. Thread-safe.
 */
@Component
class PreviewLooks {
    private static final int MOST = 20_000;
    private static final long DAY_SECONDS = 86_400;

    private final Exhibits exhibits;
    private final Clock clock;
    private final Set<Look> told = new LinkedHashSet<>();
    private final Object pen = new Object();

    PreviewLooks(Exhibits exhibits, Clock clock) {
        this.exhibits = exhibits;
        this.clock = clock;
    }

    private record Look(PersonId person, String exhibit, long day) {}

    /** Writes it into custody and audit, unless it stands there; what cannot be written must not be shown. */
    void tell(SignedIn person, Exhibit exhibit) {
        Look look = new Look(person.id(), exhibit.id(), clock.instant().getEpochSecond() / DAY_SECONDS);
        if (isTold(look)) {
            return;
        }
        synchronized (pen) {
            if (!isTold(look)) {
                exhibits.touched(
                        person.who(), Exhibits.name(person), exhibit, "preview seen", "the first time on this day");
                add(look);
            }
        }
    }

    private boolean isTold(Look look) {
        synchronized (told) {
            return told.contains(look);
        }
    }

    private void add(Look look) {
        synchronized (told) {
            told.add(look);
            Iterator<Look> oldest = told.iterator();
            while (told.size() > MOST) {
                oldest.next();
                oldest.remove();
            }
        }
    }
}
