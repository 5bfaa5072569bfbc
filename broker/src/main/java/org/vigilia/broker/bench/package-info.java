/** Measures how fast observations come in, and what the limits on the same machine are. */
@NullMarked
package org.vigilia.broker.bench;

import org.jspecify.annotations.NullMarked;
