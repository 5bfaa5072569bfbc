/** Tests of the room. */
@NullMarked
package org.vigilia.server.incident;

import org.jspecify.annotations.NullMarked;
