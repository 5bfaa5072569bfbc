@NullMarked
package org.vigilia.intake;

import org.jspecify.annotations.NullMarked;
