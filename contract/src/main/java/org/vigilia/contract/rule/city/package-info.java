/** Rules over everything that is sensed in the city: conditions on sensors and cameras, alone or combined. */
@NullMarked
package org.vigilia.contract.rule.city;

import org.jspecify.annotations.NullMarked;
