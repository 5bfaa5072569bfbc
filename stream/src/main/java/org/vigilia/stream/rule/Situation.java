package org.vigilia.stream.rule;

import java.time.Instant;
import org.vigilia.contract.alert.AlertChange;

/**
 * An open alert.
 *
 * @param now what is known of it, told or not
 * @param told the last change that was sent out
 * @param lastSeen when its cause was last seen, UTC
 * @param measure how bad it is now; the unit is the rule's
 * @param toldMeasure how bad it was when it was last told
 */
public record Situation(AlertChange now, AlertChange told, Instant lastSeen, double measure, double toldMeasure) {}
