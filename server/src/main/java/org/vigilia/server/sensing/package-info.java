/**
 * Sensors and what they observe: OGC SensorThings, devices and their health, values by HTTP. Observations themselves are in the
 * fact store.
 */
@ApplicationModule(allowedDependencies = {"audit", "identity", "news", "registry"})
@NullMarked
package org.vigilia.server.sensing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
