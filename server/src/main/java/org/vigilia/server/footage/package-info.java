/**
 * What cameras show: live pictures and stills. Recordings join later.
 */
@ApplicationModule(allowedDependencies = {"audit", "identity", "news", "registry"})
@NullMarked
package org.vigilia.server.footage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
