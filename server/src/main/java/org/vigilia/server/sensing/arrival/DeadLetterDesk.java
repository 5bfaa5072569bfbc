package org.vigilia.server.sensing.arrival;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.sensing.DeadLetter;
import org.vigilia.facts.sensing.DeadLetters;
import org.vigilia.intake.Sender;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.Role;
import org.vigilia.server.identity.SignedIn;

/**
 * What may be done with refused messages, by whom: those of the own agency; those of nobody (an unknown device at a broker
 * of the city's own) by administrators of the first agency.
 */
@Component
class DeadLetterDesk {

    private static final int MAX_AT_ONCE = 5_000;
    private static final int PAGE = 500;
    private static final String RETRIED = "RETRIED";
    private static final String DISCARDED = "DISCARDED";

    private final DeadLetters letters;
    private final Arrivals arrivals;
    private final Access access;
    private final Audit audit;

    DeadLetterDesk(FactStore store, Arrivals arrivals, Access access, Audit audit) {
        this.letters = store.deadLetters();
        this.arrivals = arrivals;
        this.access = access;
        this.audit = audit;
    }

    /** What to look for; null: anything. */
    record Filter(
            @Nullable String search,
            @Nullable String reason,
            @Nullable String way,
            @Nullable Boolean settled) {}

    /** What was found. */
    record Found(List<DeadLetters.Kept> letters, long total, List<DeadLetters.ReasonCount> reasons) {}

    Found list(Caller by, Filter filter, long before, int limit) {
        DeadLetters.Search search = search(by, Right.SEE_SENSORS, filter);
        DeadLetters.Search anyReason =
                search(by, Right.SEE_SENSORS, new Filter(filter.search(), null, filter.way(), filter.settled()));
        return new Found(
                letters.list(search, new DeadLetters.Page(before, limit)),
                letters.count(search),
                letters.reasons(anyReason));
    }

    private DeadLetters.Search search(Caller by, Right right, Filter filter) {
        AgencyId agency = access.limit(by, right).orElse(null);
        return new DeadLetters.Search(
                new DeadLetters.Whose(agency, seesNobodys(by)),
                blank(filter.search()),
                blank(filter.reason()),
                blank(filter.way()),
                filter.settled());
    }

    private static @Nullable String blank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static boolean seesNobodys(Caller by) {
        return by instanceof SignedIn person
                && person.role() == Role.ADMINISTRATOR
                && person.agency().city();
    }

    DeadLetterController.Retried retry(Caller by, DeadLetterController.Choice choice) {
        List<DeadLetterController.StillRefused> refused = new ArrayList<>();
        List<Long> stored = new ArrayList<>();
        for (DeadLetters.Kept kept : chosen(by, choice)) {
            List<String> reasons = problems(by, kept.letter());
            if (reasons.isEmpty()) {
                stored.add(kept.id());
            } else {
                refused.add(new DeadLetterController.StillRefused(kept.id(), String.join("; ", reasons)));
            }
        }
        int settled = letters.settle(stored, RETRIED, by.who().name()).size();
        audit.record(Deed.done(by.who(), "dead-letters.retried")
                .because(settled + " stored, " + refused.size() + " refused again"));
        return new DeadLetterController.Retried(settled, refused);
    }

    private List<String> problems(Caller by, DeadLetter letter) {
        if (!letter.way().equals("mqtt")) {
            return List.of("only messages that came by MQTT can be tried again; send this one anew");
        }
        if (!letter.complete()) {
            return List.of("only the begin of the message was kept; the device must send it again");
        }
        return arrivals.retry(letter, letter.agency() == null ? Sender.trusted() : Sender.of(by.agencyId()));
    }

    List<Long> discard(Caller by, DeadLetterController.Choice choice) {
        List<Long> ids = chosen(by, choice).stream().map(DeadLetters.Kept::id).toList();
        List<Long> settled = letters.settle(ids, DISCARDED, by.who().name());
        audit.record(Deed.done(by.who(), "dead-letters.discarded").because(settled.size() + " messages"));
        return settled;
    }

    List<Long> restore(Caller by, List<Long> ids) {
        access.require(by, Right.EDIT_SENSORS);
        List<Long> own = ids.stream()
                .filter(id -> letters.find(id)
                        .filter(kept -> mine(by, kept.letter()) && DISCARDED.equals(kept.settledHow()))
                        .isPresent())
                .toList();
        List<Long> opened = letters.reopen(own);
        audit.record(Deed.done(by.who(), "dead-letters.restored").because(opened.size() + " messages"));
        return opened;
    }

    private boolean mine(Caller by, DeadLetter letter) {
        AgencyId agency = letter.agency();
        return agency == null ? seesNobodys(by) : access.may(by, Right.EDIT_SENSORS, agency);
    }

    /** The open ones that are meant and may be touched. */
    private List<DeadLetters.Kept> chosen(Caller by, DeadLetterController.Choice choice) {
        access.require(by, Right.EDIT_SENSORS);
        List<Long> ids = choice.ids();
        if (ids != null) {
            return ids.stream()
                    .flatMap(id -> letters.find(id).stream())
                    .filter(kept -> kept.settledAt() == null && mine(by, kept.letter()))
                    .toList();
        }
        Filter filter = new Filter(choice.search(), choice.reason(), choice.way(), false);
        if (blank(filter.search()) == null && blank(filter.reason()) == null && blank(filter.way()) == null) {
            throw Problem.invalid("ids", "Say which messages: ids, or search, reason or way.");
        }
        DeadLetters.Search search = search(by, Right.EDIT_SENSORS, filter);
        List<DeadLetters.Kept> found = new ArrayList<>();
        long before = 0;
        while (found.size() < MAX_AT_ONCE) {
            List<DeadLetters.Kept> page = letters.list(search, new DeadLetters.Page(before, PAGE));
            found.addAll(page);
            if (page.size() < PAGE) {
                break;
            }
            before = page.get(page.size() - 1).id();
        }
        return found;
    }
}
