/** OGC SensorThings API 1.1 at {@code /sta/v1.1}: entities in tables, queries as SQL, each caller in the own agency. */
@NullMarked
package org.vigilia.server.sensing.things;

import org.jspecify.annotations.NullMarked;
