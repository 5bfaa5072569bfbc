/** What sensors tell: kinds, quantities, observations and what is known of the datastreams they belong to. */
@NullMarked
package org.vigilia.contract.sensing;

import org.jspecify.annotations.NullMarked;
