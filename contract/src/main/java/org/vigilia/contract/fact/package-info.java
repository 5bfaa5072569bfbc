/**
 * Facts: immutable, timed, durable records of what was sensed.
 */
@NullMarked
package org.vigilia.contract.fact;

import org.jspecify.annotations.NullMarked;
