/** Analyses a whole file as fast as the machine can: pictures in; paths and facts out. */
@NullMarked
package org.vigilia.vision.analyse;

import org.jspecify.annotations.NullMarked;
