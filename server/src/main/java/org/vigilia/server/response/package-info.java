/**
 * Procedures, units, dispatch and field tasks. Empty until dispatch joins.
 */
@ApplicationModule(
        allowedDependencies = {"audit", "identity", "news", "registry", "sensing", "footage", "alerting", "incident"})
@NullMarked
package org.vigilia.server.response;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
