/**
 * Observations in and out: MQTT, HTTP, SensorThings. Empty until sensors join.
 */
@ApplicationModule(allowedDependencies = {"audit", "identity", "news", "registry"})
@NullMarked
package org.vigilia.server.sensing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
