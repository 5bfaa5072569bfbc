package org.vigilia.server.evidence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;

/**
 * An investigation that gathers exhibits.
 *
 * @param number for people, "2026-0007"
 * @param agency whose it is
 * @param exhibits how many
 * @param agencies other agencies that may read it
 * @param closedAt null while it is open
 */
public record EvidenceCase(
        String id,
        String number,
        AgencyId agency,
        String title,
        String description,
        Status status,
        Instant createdAt,
        String createdBy,
        @Nullable Instant closedAt,
        int exhibits,
        List<AgencyId> agencies) {
    /** Whether exhibits may be added. */
    public enum Status {
        OPEN,
        CLOSED
    }
}
