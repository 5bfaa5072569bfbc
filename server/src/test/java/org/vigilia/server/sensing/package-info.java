@NullMarked
package org.vigilia.server.sensing;

import org.jspecify.annotations.NullMarked;
