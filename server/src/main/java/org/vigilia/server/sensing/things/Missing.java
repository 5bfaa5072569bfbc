package org.vigilia.server.sensing.things;

import org.vigilia.server.sensing.entity.EntityType;

/** There is no such thing, or the caller may not know of it. */
final class Missing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Missing(String message) {
        super(message);
    }

    static Missing entity(EntityType type, Object id) {
        return new Missing("There is no " + type.one() + " '" + id + "' that you may see.");
    }
}
