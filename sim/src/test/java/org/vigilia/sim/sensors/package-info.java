@NullMarked
package org.vigilia.sim.sensors;

import org.jspecify.annotations.NullMarked;
