/**
 * Places and cameras of the city: where they are, how to reach them, what is drawn in their pictures, how they are.
 */
@ApplicationModule(allowedDependencies = {"audit", "identity", "news"})
@NullMarked
package org.vigilia.server.registry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
