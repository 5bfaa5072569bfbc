/** The vision process: access units in, facts out. Only its front door lives here. */
@NullMarked
package org.vigilia.vision;

import org.jspecify.annotations.NullMarked;
