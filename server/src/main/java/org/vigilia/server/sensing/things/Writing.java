package org.vigilia.server.sensing.things;

import java.time.Instant;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.sensing.entity.EntityType;
import org.vigilia.server.sensing.entity.Scope;

/**
 * On whose behalf and when something is written.
 *
 * @param scope whose entities may be touched
 * @param agency whose new entities will be
 * @param rights what else is needed for entities of a kind; throws when it is missing
 * @param now the time of the request
 */
record Writing(Scope scope, AgencyId agency, java.util.function.Consumer<EntityType> rights, Instant now) {}
