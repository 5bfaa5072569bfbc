/** The list of cameras, and one feed for each of their streams. */
@NullMarked
package org.vigilia.media.camera;

import org.jspecify.annotations.NullMarked;
