/** Subscriptions of NGSI-LD: who is told by HTTP what devices measured. What is to be told survives every restart. */
@NullMarked
package org.vigilia.server.sensing.ngsi.subscription;

import org.jspecify.annotations.NullMarked;
