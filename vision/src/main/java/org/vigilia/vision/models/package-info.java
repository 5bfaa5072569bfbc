/**
 * Where networks come from: pinned packages are fetched, checked, converted to ONNX, quantised and kept in a cache
 * folder. Nothing here runs while cameras are analysed.
 */
@NullMarked
package org.vigilia.vision.models;

import org.jspecify.annotations.NullMarked;
