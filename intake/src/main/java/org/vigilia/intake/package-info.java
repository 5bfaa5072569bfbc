/** What every way in does with a reading: find its datastream, calibrate, check, store, or say why not. */
@NullMarked
package org.vigilia.intake;

import org.jspecify.annotations.NullMarked;
