package org.vigilia.server.news;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.SignedIn;
import tools.jackson.databind.json.JsonMapper;

/** Everybody whose screen is open now. Each message is checked against the policy for each person. */
@Component
public class Audience {

    private final Set<Screen> screens = ConcurrentHashMap.newKeySet();
    private final Access access;
    private final JsonMapper json;
    private final Clock clock;
    private final Counter told;

    Audience(Access access, JsonMapper json, Clock clock, MeterRegistry meters) {
        this.access = access;
        this.json = json;
        this.clock = clock;
        this.told = Counter.builder("vigilia.news.told")
                .description("messages handed to screens, tracks not counted")
                .register(meters);
        Gauge.builder("vigilia.news.screens", screens, Collection::size)
                .description("open news sockets")
                .register(meters);
        Gauge.builder(
                        "vigilia.news.waiting",
                        screens,
                        all -> all.stream()
                                .mapToInt(screen -> screen.outbox().depth())
                                .sum())
                .description("messages that wait for slow screens")
                .register(meters);
    }

    /** How many people of an agency have a screen open; a person with several screens counts once. */
    public int people(AgencyId agency) {
        return (int) screens.stream()
                .map(Screen::person)
                .filter(person -> person.agencyId().equals(agency))
                .map(SignedIn::id)
                .distinct()
                .count();
    }

    /** Most messages that wait for one screen now. */
    public int deepest() {
        return screens.stream()
                .mapToInt(screen -> screen.outbox().depth())
                .max()
                .orElse(0);
    }

    Set<Screen> screens() {
        return screens;
    }

    void add(Screen screen) {
        screens.add(screen);
    }

    void remove(Screen screen) {
        screens.remove(screen);
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void tell(News news) {
        String message = null;
        for (Screen screen : screens) {
            if (!mayKnow(screen.person(), news)) {
                continue;
            }
            if (message == null) {
                message = json.writeValueAsString(news.message(clock.instant()));
            }
            screen.tell(message);
            told.increment();
        }
    }

    private boolean mayKnow(SignedIn person, News news) {
        AgencyId agency = news.agency();
        return agency == null ? access.may(person, news.right()) : access.may(person, news.right(), agency);
    }
}
