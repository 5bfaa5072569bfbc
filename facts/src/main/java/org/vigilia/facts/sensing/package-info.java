/** The store of observations and of what is known of their datastreams, devices and rules. */
@NullMarked
package org.vigilia.facts.sensing;

import org.jspecify.annotations.NullMarked;
