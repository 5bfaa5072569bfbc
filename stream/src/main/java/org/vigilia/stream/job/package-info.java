/**
 * The judges on Apache Flink: source, operator and sink, and the process that runs them in an embedded cluster.
 *
 * <p>The only room that may use Flink. Facts are read again after a crash from the newest complete checkpoint; the
 * judges then find the same alerts with the same ids, and the log keeps each change once.
 */
@NullMarked
package org.vigilia.stream.job;

import org.jspecify.annotations.NullMarked;
