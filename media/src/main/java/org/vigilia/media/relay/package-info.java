/** Pictures to subscribers, by the relay protocol of the contract. */
@NullMarked
package org.vigilia.media.relay;

import org.jspecify.annotations.NullMarked;
