/** Fragmented MP4 (ISO/IEC 14496-12) as recordings are made of, and clips cut from it without re-encoding. */
@NullMarked
package org.vigilia.proof.mp4;

import org.jspecify.annotations.NullMarked;
