@NullMarked
package org.vigilia.server.footage;

import org.jspecify.annotations.NullMarked;
