@NullMarked
package org.vigilia.intake.mapping;

import org.jspecify.annotations.NullMarked;
