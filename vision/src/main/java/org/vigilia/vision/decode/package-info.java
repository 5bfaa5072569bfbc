/**
 * Compressed video in, pictures out: FFmpeg's decoders and scalers behind a small door.
 *
 * <p>Native memory is held by {@link org.vigilia.vision.decode.Picture}, decoders and
 * {@link org.vigilia.vision.decode.Darkroom}; each is closed by whoever got it. No callback from native code into Java
 * is used anywhere: JavaCPP silently gives at most ten of a kind.
 */
@NullMarked
package org.vigilia.vision.decode;

import org.jspecify.annotations.NullMarked;
