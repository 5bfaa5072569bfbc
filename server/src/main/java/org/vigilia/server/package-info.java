/**
 * Everything people and other systems talk to: one Spring Modulith room per noun, arrows only downwards.
 *
 * <p>This package is the shell: it starts the process, holds its settings, waits for the database, and serves what
 * belongs to no room (health of the processes, the base map, the web app, the description of the interface).
 */
@NullMarked
package org.vigilia.server;

import org.jspecify.annotations.NullMarked;
