@NullMarked
package org.vigilia.sim.stage;

import org.jspecify.annotations.NullMarked;
