@NullMarked
package org.vigilia.server.identity;

import org.jspecify.annotations.NullMarked;
