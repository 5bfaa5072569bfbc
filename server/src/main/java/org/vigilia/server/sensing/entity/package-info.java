/**
 * The kinds of entity of SensorThings, and how what is asked of them becomes SQL. Whose entities a query may touch is said in
 * one place, {@link org.vigilia.server.sensing.entity.Scope}.
 */
@NullMarked
package org.vigilia.server.sensing.entity;

import org.jspecify.annotations.NullMarked;
