package org.vigilia.stream.job.city;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.rules.Signal;

/**
 * What the judge of the city is told: a signal of a sensor, or a change of a camera's alert; neither to wake it.
 *
 * @param signal null when it is something else
 * @param change null when it is something else
 * @param storedAt when the fact behind it was stored; null when time alone brought it about
 */
record CityItem(
        @Nullable Signal signal,
        @Nullable AlertChange change,
        @Nullable Instant storedAt) {

    static final CityItem WAKE = new CityItem(null, null, null);
    /** All items have one key: what is put together must be in one place, and there is little of it. */
    static final String KEY = "city";
}
