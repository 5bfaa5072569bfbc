package org.vigilia.server.sensing.entity;

import java.util.Optional;
import org.vigilia.contract.id.AgencyId;

/**
 * Whose entities a request may touch. Every table that a query names passes here, whether it is the one that is asked for,
 * one that a path or a filter goes through, or one that is expanded.
 *
 * @param agency the one agency it is limited to; empty: all
 */
public record Scope(Optional<AgencyId> agency) {

    /** The condition on the rows of a kind of entity. */
    public Sql condition(EntityType type, String alias) {
        String kind = type.kind(alias);
        if (agency.isEmpty()) {
            return Sql.of(kind.isEmpty() ? "true" : kind);
        }
        return Sql.of(
                "(" + type.agency(alias) + " = ?" + (kind.isEmpty() ? "" : " and " + kind) + ")",
                agency.get().value());
    }
}
