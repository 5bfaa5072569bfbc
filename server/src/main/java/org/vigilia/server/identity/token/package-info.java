/**
 * Tokens of machines: made, listed and revoked by administrators, checked at every request. Other rooms that have a door
 * of their own for machines (MQTT) check tokens with {@link org.vigilia.server.identity.token.Tokens}.
 */
@NamedInterface("token")
@NullMarked
package org.vigilia.server.identity.token;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
