/**
 * Search, heat maps, patterns and reports. Empty until history joins.
 */
@ApplicationModule(
        allowedDependencies = {
            "audit",
            "identity",
            "news",
            "registry",
            "sensing",
            "footage",
            "alerting",
            "incident",
            "response",
            "notice",
            "control",
            "evidence",
            "watchlist"
        })
@NullMarked
package org.vigilia.server.insight;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
