/** What the vision pipeline costs beside its limit. */
@NullMarked
package org.vigilia.vision.bench;

import org.jspecify.annotations.NullMarked;
