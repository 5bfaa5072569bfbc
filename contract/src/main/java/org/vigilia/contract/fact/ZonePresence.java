package org.vigilia.contract.fact;

import java.time.Instant;

/**
 * An object is in a zone.
 *
 * @param zone the zone's name
 * @param since when it entered, UTC
 */
public record ZonePresence(String zone, Instant since) {}
