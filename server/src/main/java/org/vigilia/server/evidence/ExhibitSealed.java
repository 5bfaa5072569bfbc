package org.vigilia.server.evidence;

/**
 * An exhibit is ready: its seal stands in the database.
 *
 * @param exhibit its id
 */
record ExhibitSealed(String exhibit) {}
