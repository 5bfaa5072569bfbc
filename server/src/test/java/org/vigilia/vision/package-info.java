/** Stands in for the vision module's program where the server starts it as a process. */
@NullMarked
package org.vigilia.vision;

import org.jspecify.annotations.NullMarked;
