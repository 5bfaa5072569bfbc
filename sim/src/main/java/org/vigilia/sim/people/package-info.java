/** People of the pretend town: they set the cameras up, watch, and work the first incident, through the public API. */
@NullMarked
package org.vigilia.sim.people;

import org.jspecify.annotations.NullMarked;
