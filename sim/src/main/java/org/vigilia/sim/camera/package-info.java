/** Cameras that speak RTSP, loop clips and fail on demand. */
@NullMarked
package org.vigilia.sim.camera;

import org.jspecify.annotations.NullMarked;
