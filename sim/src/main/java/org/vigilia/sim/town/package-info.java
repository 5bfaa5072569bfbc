/** The pretend town Port Vigilia: its map, its cameras and what they look at. */
@NullMarked
package org.vigilia.sim.town;

import org.jspecify.annotations.NullMarked;
