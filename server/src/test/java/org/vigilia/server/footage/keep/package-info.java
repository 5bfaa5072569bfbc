@NullMarked
package org.vigilia.server.footage.keep;

import org.jspecify.annotations.NullMarked;
