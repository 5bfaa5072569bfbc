/** Measures media against its limit: one ffmpeg process a camera. */
@NullMarked
package org.vigilia.media.bench;

import org.jspecify.annotations.NullMarked;
