/** Text to be put into pictures. */
@NullMarked
package org.vigilia.vision.lettering;

import org.jspecify.annotations.NullMarked;
