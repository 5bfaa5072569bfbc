package org.vigilia.intake;

import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.intake.mapping.Reading;

/**
 * Why a reading was not taken.
 *
 * @param reading which; null when the whole message was refused
 * @param kind for counting
 * @param reason what is wrong and what to do, for people
 * @param agency whose device or datastream it concerns; null when that is not known
 */
public record Refusal(
        @Nullable Reading reading,
        Kind kind,
        String reason,
        @Nullable AgencyId agency) {

    /** Kinds of refusal, as the metrics count them. */
    public enum Kind {
        /** Not JSON, not of the dialect, or a topic of no dialect. */
        MALFORMED,
        UNKNOWN_DEVICE,
        UNKNOWN_CHANNEL,
        /** The sender may not write this datastream. */
        NOT_ALLOWED,
        /** The device or datastream is switched off. */
        DISABLED,
        /** NaN, infinite, or a text where a number belongs. */
        NOT_A_NUMBER,
        /** Before the year 2000, or more than a day ahead. */
        BAD_TIME,
        TOO_LARGE,
        TOO_FAST,
        /** The store does not take the content. */
        STORE
    }
}
