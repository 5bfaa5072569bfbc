/** Recordings made for measurements. */
@NullMarked
package org.vigilia.proof.bench;

import org.jspecify.annotations.NullMarked;
