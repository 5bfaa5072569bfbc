/** A pretend city with known truth, one subcommand each. */
@NullMarked
package org.vigilia.sim;

import org.jspecify.annotations.NullMarked;
