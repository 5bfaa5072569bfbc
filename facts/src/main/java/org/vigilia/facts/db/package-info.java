/** The database of this module: connections, and the tables built in numbered steps. Nothing outside facts uses it. */
@NullMarked
package org.vigilia.facts.db;

import org.jspecify.annotations.NullMarked;
