/**
 * The archivist: writes what cameras send into signed segments, and into their journal what became of every instant.
 * Nothing here ever holds the event loop up, and the relay notices nothing when a disk fails.
 */
@NullMarked
package org.vigilia.media.record;

import org.jspecify.annotations.NullMarked;
