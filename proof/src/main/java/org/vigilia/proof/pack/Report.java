package org.vigilia.proof.pack;

import java.util.ArrayList;
import java.util.List;

/**
 * What a verification found, in plain words.
 *
 * @param isPackage false: this is something else, and nothing was verified
 * @param findings in order
 */
public record Report(boolean isPackage, List<Finding> findings) {

    /** What kind of a sentence. */
    public enum Kind {
        /** This holds. */
        HOLDS,
        /** This does not hold. */
        FAILS,
        /** The reader should know this. */
        NOTE
    }

    /** A sentence. */
    public record Finding(Kind kind, String text) {}

    /** Whether nothing was changed. Who signed is another question, answered by a note. */
    public boolean verified() {
        return isPackage && findings.stream().noneMatch(finding -> finding.kind() == Kind.FAILS);
    }

    /** For a terminal: a line each, the verdict last. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings) {
            String sign = switch (finding.kind()) {
                case HOLDS -> "  ok    ";
                case FAILS -> "  FAILS ";
                case NOTE -> "  note  ";
            };
            lines.add(sign + finding.text());
        }
        if (isPackage) {
            lines.add(verified() ? "VERIFIED" : "NOT VERIFIED");
        }
        return lines;
    }
}
