/**
 * Street scenes that are drawn, not filmed: a town to show where there is no footage, with the truth known for every
 * picture. Plain Java2D without fonts; the same seed gives the same pictures.
 */
@NullMarked
package org.vigilia.sim.stage;

import org.jspecify.annotations.NullMarked;
