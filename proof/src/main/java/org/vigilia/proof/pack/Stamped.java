package org.vigilia.proof.pack;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.proof.stamp.Authorities;
import org.vigilia.proof.stamp.TimeStamp;
import org.vigilia.proof.stamp.WrongTimeStamp;

/** What others say of the time of a seal, and whether it holds. */
final class Stamped {
    private static final Duration LATE = Duration.ofHours(1);
    /** Many authorities tell whole seconds. */
    private static final Duration ROUNDED = Duration.ofSeconds(1);

    private final Findings findings;
    private final @Nullable Authorities authorities;

    /** @param authorities those who are believed; null: no list was given */
    Stamped(Findings findings, @Nullable Authorities authorities) {
        this.findings = findings;
        this.authorities = authorities;
    }

    void check(String label, Manifest.Exhibit exhibit, Seal seal) {
        List<String> stamps = exhibit.timeStamps();
        if (stamps == null || stamps.isEmpty()) {
            if (authorities != null) {
                findings.note(label + ": nobody outside confirms the time of its seal: it has no time stamp.");
            }
            return;
        }
        for (String stamp : stamps) {
            try {
                TimeStamp read = TimeStamp.of(
                        Base64.getDecoder().decode(stamp), exhibit.seal().text());
                tell(label, read, seal.sealedAt());
            } catch (WrongTimeStamp wrong) {
                findings.fails(label + ": its time stamp does not hold: " + wrong.getMessage() + ".");
            } catch (RuntimeException noBase64) {
                findings.fails(label + ": its time stamp does not hold: it cannot be read.");
            }
        }
    }

    private void tell(String label, TimeStamp stamp, Instant sealedAt) {
        String told = label + ": " + stamp.authority() + " confirms that this seal existed at " + stamp.at() + " (UTC)";
        if (stamp.at().plus(ROUNDED).isBefore(sealedAt)) {
            findings.holds(told + ".");
            findings.note(label + ": that is " + words(Duration.between(stamp.at(), sealedAt))
                    + " before the agency says it was sealed: one of the two clocks was wrong.");
        } else {
            Duration after = Duration.between(sealedAt, stamp.at());
            findings.holds(told + ", " + words(after) + " after it was sealed.");
            if (after.compareTo(LATE) > 0) {
                findings.note(label + ": that is more than an hour later: that it was sealed earlier, only the agency"
                        + " says.");
            }
        }
        if (authorities == null) {
            findings.note(label + ": the certificate of " + stamp.authority()
                    + " was not checked against a list of authorities. --tsa-ca FILE does that.");
        } else if (authorities.vouchFor(stamp)) {
            findings.holds(label + ": the certificate of " + stamp.authority() + " is from the authorities you gave.");
        } else {
            findings.fails(
                    label + ": the certificate of " + stamp.authority() + " is not from the authorities you gave.");
        }
    }

    private static String words(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7_200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " days";
    }
}
