package org.vigilia.sim.camera;

import java.util.List;

/**
 * One coded picture with all that belongs to it.
 *
 * @param units NAL units without start codes, in order
 * @param key whether a decoder can start here
 */
record Picture(List<byte[]> units, boolean key) {}
