/** The index of recordings: follows media's journals, verifies them as it goes and lays out what every instant is. */
@NullMarked
package org.vigilia.server.footage.index;

import org.jspecify.annotations.NullMarked;
