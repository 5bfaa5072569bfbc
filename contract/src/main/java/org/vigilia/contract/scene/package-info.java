/**
 * What is drawn in a camera's picture: zones, lines, lanes and the ground calibration.
 *
 * <p>All picture coordinates are fractions of the width and height of the picture, origin top left, so that a scene
 * survives a change of resolution and fits the sub-stream as well as the main stream.
 */
@NullMarked
package org.vigilia.contract.scene;

import org.jspecify.annotations.NullMarked;
