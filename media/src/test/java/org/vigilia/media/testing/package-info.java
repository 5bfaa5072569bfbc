/** What several tests of media need. */
@NullMarked
package org.vigilia.media.testing;

import org.jspecify.annotations.NullMarked;
