@NullMarked
package org.vigilia.server;

import org.jspecify.annotations.NullMarked;
