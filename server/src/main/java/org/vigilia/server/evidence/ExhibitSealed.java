package org.vigilia.server.evidence;

/**
 * An exhibit is ready: its seal stands in the database once the transaction is over.
 *
 * @param exhibit its id
 */
public record ExhibitSealed(String exhibit) {}
