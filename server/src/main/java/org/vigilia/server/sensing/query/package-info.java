/**
 * The query language of OGC SensorThings 1.1 (clause 9.3, the part of OData 4.0 it uses) as plain data: paths, options and
 * expressions. Knows nothing of tables.
 */
@NullMarked
package org.vigilia.server.sensing.query;

import org.jspecify.annotations.NullMarked;
