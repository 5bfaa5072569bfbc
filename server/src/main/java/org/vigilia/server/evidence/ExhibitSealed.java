package org.vigilia.server.evidence;

/** An exhibit was sealed. */
record ExhibitSealed(String exhibit) {}
