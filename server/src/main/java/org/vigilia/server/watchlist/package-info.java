/**
 * Authorisations, suspects, vehicles and matches. Empty until searches join.
 */
@ApplicationModule(
        allowedDependencies = {"audit", "identity", "news", "registry", "sensing", "footage", "alerting", "incident"})
@NullMarked
package org.vigilia.server.watchlist;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
