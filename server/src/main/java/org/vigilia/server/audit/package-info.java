/**
 * The tamper-evident log of who did or saw what, and why.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.vigilia.server.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
