package org.vigilia.facts.sensing;

import java.time.Instant;
import java.util.Map;
import org.vigilia.facts.LogUnavailable;

/**
 * What keeps rules from being judged: written by the process that judges, read by the server. One problem a rule, the
 * newest. Safe for many threads; throws {@link LogUnavailable}.
 */
public interface RuleReports {

    /** Tells problems, and takes back those of the rules that have none any more; an empty text means none. */
    void tell(Map<String, String> problemByRule);

    /** All problems by rule id. */
    Map<String, Report> list();

    /**
     * A problem of a rule.
     *
     * @param at since when, UTC
     * @param problem one line for people
     */
    record Report(Instant at, String problem) {}
}
