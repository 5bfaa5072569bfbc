/** Pictures from anything else, through a child process that runs ffmpeg. */
@NullMarked
package org.vigilia.media.child;

import org.jspecify.annotations.NullMarked;
