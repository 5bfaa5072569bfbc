/**
 * Cases, exhibits, custody and shares.
 */
@ApplicationModule(
        allowedDependencies = {"audit", "identity", "news", "registry", "sensing", "footage", "alerting", "incident"})
@NullMarked
package org.vigilia.server.evidence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
