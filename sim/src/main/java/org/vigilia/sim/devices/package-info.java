/**
 * The town's devices as the city meets them: registered over HTTP, telling over MQTT like real ones. What they measure
 * comes from {@link org.vigilia.sim.sensors}.
 */
@NullMarked
package org.vigilia.sim.devices;

import org.jspecify.annotations.NullMarked;
