@NullMarked
package org.vigilia.server.sensing.query;

import org.jspecify.annotations.NullMarked;
