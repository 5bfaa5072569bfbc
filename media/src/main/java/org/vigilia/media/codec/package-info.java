/** What is inside H.264 and H.265 access units, as far as relaying them needs: never decodes a picture. */
@NullMarked
package org.vigilia.media.codec;

import org.jspecify.annotations.NullMarked;
