/** Cameras in, live relay out. Pure Java: no fault in a picture can end this process. */
@NullMarked
package org.vigilia.media;

import org.jspecify.annotations.NullMarked;
