/**
 * News: what changes is told at once to the people who may know it, over one WebSocket each.
 *
 * <p>The room is deaf to what alerts, incidents or cameras are. Rooms above it publish events that implement {@link
 * org.vigilia.server.news.News}, its own interface; so news travels to the screens without an arrow pointing upwards.
 */
@ApplicationModule(allowedDependencies = {"audit", "identity"})
@NullMarked
package org.vigilia.server.news;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
