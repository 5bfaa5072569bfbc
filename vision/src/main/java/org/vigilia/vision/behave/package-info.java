/**
 * From paths to behaviour: who stands, crosses a line, enters a zone, drives against a lane; how many and how dense. Pure
 * Java: tracks in, facts out.
 */
@NullMarked
package org.vigilia.vision.behave;

import org.jspecify.annotations.NullMarked;
