@NullMarked
package org.vigilia.server.registry;

import org.jspecify.annotations.NullMarked;
