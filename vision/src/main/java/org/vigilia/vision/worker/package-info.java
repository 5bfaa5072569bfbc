/** The vision worker: holds cameras by leases, analyses what the relay sends and writes facts. */
@NullMarked
package org.vigilia.vision.worker;

import org.jspecify.annotations.NullMarked;
