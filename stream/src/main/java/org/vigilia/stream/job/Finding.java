package org.vigilia.stream.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;

/**
 * Changes of alerts that one fact, or the passing of time, brought about.
 *
 * @param changes in order
 * @param storedAt when that fact was stored; null when time alone did it
 */
public record Finding(List<AlertChange> changes, @Nullable Instant storedAt) {

    public Finding {
        changes = List.copyOf(changes);
    }
}
