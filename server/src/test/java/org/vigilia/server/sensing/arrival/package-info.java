@NullMarked
package org.vigilia.server.sensing.arrival;

import org.jspecify.annotations.NullMarked;
