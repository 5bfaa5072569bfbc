/**
 * What a camera's recording tells of itself, line by line, each chained to the one before and signed: what was
 * recorded, what was lost and why, what was moved and what was deleted by which rule.
 */
@NullMarked
package org.vigilia.proof.journal;

import org.jspecify.annotations.NullMarked;
