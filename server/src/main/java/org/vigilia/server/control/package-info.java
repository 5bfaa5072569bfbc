/**
 * Traffic signals, signs and other city systems. Empty until control joins.
 */
@ApplicationModule(
        allowedDependencies = {"audit", "identity", "news", "registry", "sensing", "footage", "alerting", "incident"})
@NullMarked
package org.vigilia.server.control;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
