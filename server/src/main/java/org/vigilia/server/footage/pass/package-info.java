/**
 * Passes for other players: a name and a password that open one camera's recording of one span for some hours, to players
 * that cannot sign in.
 */
@NullMarked
package org.vigilia.server.footage.pass;

import org.jspecify.annotations.NullMarked;
