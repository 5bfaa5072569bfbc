/**
 * One machine's supervisor and command line: starts, watches and restarts the processes.
 *
 * <p>Knows the other modules only as class paths to start and health pages to ask.
 */
@NullMarked
package org.vigilia.node;

import org.jspecify.annotations.NullMarked;
