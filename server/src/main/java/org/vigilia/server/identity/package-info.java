/**
 * Agencies, people, roles and sign-in, tokens of machines; the one place that answers "may X do Y to Z now?".
 */
@ApplicationModule(allowedDependencies = {"audit"})
@NullMarked
package org.vigilia.server.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
