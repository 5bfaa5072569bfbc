@NullMarked
package org.vigilia.server.footage.index;

import org.jspecify.annotations.NullMarked;
