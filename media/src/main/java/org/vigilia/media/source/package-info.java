/** The door between a camera's stream and whatever brings it in. */
@NullMarked
package org.vigilia.media.source;

import org.jspecify.annotations.NullMarked;
