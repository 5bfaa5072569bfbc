/** Recordings for people and players: timeline, segments, thumbnails, HLS, bookmarks. */
@NullMarked
package org.vigilia.server.footage.play;

import org.jspecify.annotations.NullMarked;
