package org.vigilia.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The rooms are those of DESIGN.md, and arrows between them only point downwards. */
class FloorPlanTest {

    private static final ApplicationModules ROOMS = ApplicationModules.of(ServerApplication.class);

    @Test
    void everyArrowIsAllowed() {
        ROOMS.verify();
    }

    @Test
    void theRoomsAreExactlyThese() {
        assertThat(ROOMS.stream().map(room -> room.getIdentifier().toString()))
                .containsExactlyInAnyOrder(
                        "audit",
                        "identity",
                        "news",
                        "registry",
                        "sensing",
                        "footage",
                        "alerting",
                        "incident",
                        "response",
                        "notice",
                        "control",
                        "evidence",
                        "watchlist",
                        "insight");
    }
}
