@NullMarked
package org.vigilia.server.sensing.device;

import org.jspecify.annotations.NullMarked;
