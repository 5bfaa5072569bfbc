package org.vigilia.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.server.Database;
import org.vigilia.server.identity.OpenToAll;

/** How the system is. */
@RestController
@Tag(name = "health")
class HealthController {

    private final Database database;

    HealthController(Database database) {
        this.database = database;
    }

    @GetMapping("/api/v1/health")
    @OpenToAll(because = "a load balancer must be able to ask; others learn one word")
    @Operation(operationId = "getHealth", summary = "How the system is: one word for anybody, all of it when signed in")
    Health health() {
        return new Health(database.ready() ? Status.UP : Status.DEGRADED);
    }

    enum Status {
        UP,
        DEGRADED,
        DOWN
    }

    record Health(Status status) {}
}
