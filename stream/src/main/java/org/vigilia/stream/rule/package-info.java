/**
 * The judges: facts of one camera in, raised, updated and ended alerts out.
 *
 * <p>Plain Java without I/O, threads or a clock of its own: time comes from the facts and from {@link
 * org.vigilia.stream.rule.CameraJudge#advanceTo}. All state can be taken out and put back as plain records.
 */
@NullMarked
package org.vigilia.stream.rule;

import org.jspecify.annotations.NullMarked;
