/** Scenario tests: the whole product runs, things are broken, and what people see is looked at. */
@NullMarked
package org.vigilia.sim.town;

import org.jspecify.annotations.NullMarked;
