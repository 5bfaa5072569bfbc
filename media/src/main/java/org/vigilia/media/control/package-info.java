/** The HTTP door: camera list, probes, health and metrics. */
@NullMarked
package org.vigilia.media.control;

import org.jspecify.annotations.NullMarked;
