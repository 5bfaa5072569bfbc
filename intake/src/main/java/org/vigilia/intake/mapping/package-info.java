/** Payload mappings: from a message of some dialect to readings. */
@NullMarked
package org.vigilia.intake.mapping;

import org.jspecify.annotations.NullMarked;
