/** Hides people, heads and number plates in clips: finds where they are, and makes the clip in which they are hidden; writes time and place into pictures. */
@NullMarked
package org.vigilia.vision.redact;

import org.jspecify.annotations.NullMarked;
