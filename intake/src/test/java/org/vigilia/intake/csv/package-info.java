@NullMarked
package org.vigilia.intake.csv;

import org.jspecify.annotations.NullMarked;
