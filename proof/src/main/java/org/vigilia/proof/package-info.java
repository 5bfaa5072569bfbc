/** What proves footage: to be used by those who record it, those who keep it and those who verify it. */
@NullMarked
package org.vigilia.proof;

import org.jspecify.annotations.NullMarked;
