/**
 * The fact store in memory, for tests of any module: the same behaviour, no database.
 */
@NullMarked
package org.vigilia.facts.testing;

import org.jspecify.annotations.NullMarked;
