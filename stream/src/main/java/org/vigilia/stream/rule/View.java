package org.vigilia.stream.rule;

import org.vigilia.contract.alert.AlertChange;

/**
 * What a rule sees of a situation at one moment.
 *
 * @param message one line for people
 * @param proof what was seen
 * @param measure how bad it is; a notable rise is worth telling
 */
record View(String message, AlertChange.Proof proof, double measure) {}
