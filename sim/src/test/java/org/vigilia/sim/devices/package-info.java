@NullMarked
package org.vigilia.sim.devices;

import org.jspecify.annotations.NullMarked;
