/**
 * The judges over a stream of facts in a file or pipe, without database and engine.
 */
@NullMarked
package org.vigilia.stream.judge;

import org.jspecify.annotations.NullMarked;
