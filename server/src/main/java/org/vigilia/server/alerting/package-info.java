/**
 * Rules and alerts, and what operators say about alerts.
 */
@ApplicationModule(allowedDependencies = {"audit", "footage", "identity", "news", "registry"})
@NullMarked
package org.vigilia.server.alerting;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
