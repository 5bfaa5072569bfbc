/**
 * Incidents that people work on, and their timeline.
 */
@ApplicationModule(allowedDependencies = {"audit", "identity", "news", "registry", "sensing", "footage", "alerting"})
@NullMarked
package org.vigilia.server.incident;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
