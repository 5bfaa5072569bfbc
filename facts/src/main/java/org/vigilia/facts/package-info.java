/**
 * The durable log of facts and alerts, the catalogue of scenes, and the store of snapshots.
 *
 * <p>One machine keeps them in PostgreSQL, schema {@code facts}. What {@code append} returned from is on disk.
 */
@NullMarked
package org.vigilia.facts;

import org.jspecify.annotations.NullMarked;
