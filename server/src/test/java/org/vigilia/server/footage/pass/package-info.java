@NullMarked
package org.vigilia.server.footage.pass;

import org.jspecify.annotations.NullMarked;
