/**
 * What cameras show: live pictures and stills, and recordings: found, played, kept and accounted for.
 */
@ApplicationModule(allowedDependencies = {"audit", "identity", "news", "registry"})
@NullMarked
package org.vigilia.server.footage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
