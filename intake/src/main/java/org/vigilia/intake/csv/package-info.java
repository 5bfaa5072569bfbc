/** Files of observations as comma-separated values. */
@NullMarked
package org.vigilia.intake.csv;

import org.jspecify.annotations.NullMarked;
