package org.vigilia.server.evidence.share;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;

/**
 * Access for others. Never holds its token or passcode.
 *
 * @param exhibits ids; empty: all of the case
 * @param agency of kind AGENCY
 * @param label whom it is for, in the words of who shared
 * @param watermark whether pictures are marked for each opening
 * @param markedOnly whether also a link to download gives marked copies only, never originals
 * @param state whether it opens, and why not
 * @param opened how often
 */
record Share(
        String id,
        String caseId,
        Kind kind,
        List<String> exhibits,
        @Nullable AgencyId agency,
        Mode mode,
        String label,
        boolean watermark,
        boolean markedOnly,
        Instant createdAt,
        String createdBy,
        Instant expires,
        State state,
        int opened,
        int viewed,
        int downloaded,
        int uploaded) {
    /** What it lets whom do, for custody. */
    String words() {
        String what = switch (kind) {
            case AGENCY -> "agency";
            case LINK -> "link";
            case UPLOAD -> "upload link";
        };
        String may = kind == Kind.UPLOAD ? "" : mode == Mode.VIEW ? ", to look at only" : ", to look at and download";
        return what + " for " + label + may + ", until " + expires;
    }

    enum Kind {
        /** Another agency of this city, read-only. */
        AGENCY,
        /** An outsider who looks or takes. */
        LINK,
        /** An outsider who brings files. */
        UPLOAD
    }

    enum Mode {
        VIEW,
        DOWNLOAD
    }

    enum State {
        OPEN,
        EXPIRED,
        REVOKED,
        /** After ten wrong passcodes. */
        LOCKED
    }
}
