/** Subscriptions without a network. */
@org.jspecify.annotations.NullMarked
package org.vigilia.server.sensing.ngsi.subscription;
