/**
 * What is unusual in one series of numbers: a reading in, a score with its explanation out.
 *
 * <p>Plain Java without threads or a clock of its own: time comes with the readings. A detector looks at each reading
 * once, in order, and at nothing after it. Why it is built this way: decision 0030-anomaly.
 */
@NullMarked
package org.vigilia.stream.anomaly;

import org.jspecify.annotations.NullMarked;
