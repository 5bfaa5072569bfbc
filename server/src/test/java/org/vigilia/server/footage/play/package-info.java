@NullMarked
package org.vigilia.server.footage.play;

import org.jspecify.annotations.NullMarked;
