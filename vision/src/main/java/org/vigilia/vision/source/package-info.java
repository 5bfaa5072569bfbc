/** Where pictures come from: the relay's access units, at the pace that the worker can take. */
@NullMarked
package org.vigilia.vision.source;

import org.jspecify.annotations.NullMarked;
