/**
 * Alerts: situations that a rule found, with cause, place, time and proof.
 */
@NullMarked
package org.vigilia.contract.alert;

import org.jspecify.annotations.NullMarked;
