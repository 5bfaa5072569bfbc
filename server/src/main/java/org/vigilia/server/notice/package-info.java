/**
 * Notices to departments and warnings to the public. Empty until notices join.
 */
@ApplicationModule(
        allowedDependencies = {"audit", "identity", "news", "registry", "sensing", "footage", "alerting", "incident"})
@NullMarked
package org.vigilia.server.notice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
