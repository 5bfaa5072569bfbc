/** Pictures in, detections out: neural networks on ONNX Runtime behind a small door. */
@NullMarked
package org.vigilia.vision.detect;

import org.jspecify.annotations.NullMarked;
