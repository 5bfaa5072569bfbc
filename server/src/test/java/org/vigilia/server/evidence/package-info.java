@NullMarked
package org.vigilia.server.evidence;

import org.jspecify.annotations.NullMarked;
