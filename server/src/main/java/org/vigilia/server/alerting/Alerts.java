package org.vigilia.server.alerting;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.IncidentId;
import org.vigilia.server.Problem;
import org.vigilia.server.alerting.AlertChanged.What;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/**
 * The alerts of the city and what people do with them. Every call is checked against the policy, and every deed is
 * recorded in the audit log and told to the screens. Safe for use by many threads.
 *
 * <p>Of two people who do something with one alert at once, the first wins; the second is told who was faster, and that
 * nothing was changed by him.
 */
@Component
public class Alerts {

    private final AlertStore store;
    private final Access access;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Alerts(
            AlertStore store,
            Access access,
            Audit audit,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.store = store;
        this.access = access;
        this.audit = audit;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    AlertPage list(Caller person, AlertFilter filter) {
        return store.list(access.limit(person, Right.SEE_ALERTS), filter);
    }

    /** @throws Problem 404 when there is none that the caller may see */
    public Alert get(Caller person, AlertId id) {
        return get(person, id, Right.SEE_ALERTS);
    }

    private Alert get(Caller person, AlertId id, Right right) {
        Alert alert = store.find(id).orElseThrow(() -> Problem.notFound("alert", id.value()));
        access.require(person, right, "alert", id.value(), alert.agency());
        return alert;
    }

    /**
     * Says "I have seen it and look after it". Saying so twice changes nothing.
     *
     * @throws Problem 409 when somebody else was faster
     */
    Alert acknowledge(SignedIn person, AlertId id) {
        Alert alert = get(person, id, Right.WORK_ALERTS);
        Instant now = now();
        return change(
                        person,
                        alert,
                        What.ACKNOWLEDGED,
                        "alert.acknowledged",
                        "",
                        () -> store.acknowledge(id, who(person), now))
                .orElseGet(() -> {
                    Alert as = store.find(id).orElse(alert);
                    if (as.state() == AlertState.ACKNOWLEDGED
                            && as.acknowledgedBy() != null
                            && as.acknowledgedBy().id().equals(person.id())) {
                        return as;
                    }
                    throw tooLate(as);
                });
    }

    /**
     * Says that nothing needs to be done, and why.
     *
     * @throws Problem 409 when it was dismissed already or is worked on in an incident
     */
    Alert dismiss(SignedIn person, AlertId id, DismissReason reason, @Nullable String note) {
        Alert alert = get(person, id, Right.WORK_ALERTS);
        Instant now = now();
        String detail = note == null ? reason.name() : reason + ": " + note;
        return change(
                        person,
                        alert,
                        What.DISMISSED,
                        "alert.dismissed",
                        detail,
                        () -> store.dismiss(id, who(person), now, reason, note))
                .orElseThrow(() -> tooLate(store.find(id).orElse(alert)));
    }

    /**
     * Takes acknowledging or dismissing back: the alert is new again.
     *
     * @throws Problem 409 when it is new or worked on in an incident
     */
    Alert undo(SignedIn person, AlertId id) {
        Alert alert = get(person, id, Right.WORK_ALERTS);
        return change(person, alert, What.UNDONE, "alert.undone", "was " + alert.state(), () -> store.takeBack(id))
                .orElseThrow(() -> tooLate(store.find(id).orElse(alert)));
    }

    /** The alert as it is then; empty, with nothing recorded, when {@code deed} says that it was not done. */
    private Optional<Alert> change(
            SignedIn person, Alert alert, What what, String action, String detail, BooleanSupplier deed) {
        return transaction.execute(status -> {
            if (!deed.getAsBoolean()) {
                return Optional.empty();
            }
            audit.record(Deed.done(person.who(), action)
                    .to("alert", alert.id().value(), alert.message())
                    .because(detail));
            return Optional.of(tell(alert.id(), what));
        });
    }

    private Alert tell(AlertId id, What what) {
        Alert changed = store.find(id).orElseThrow();
        events.publishEvent(new AlertChanged(what, changed, null, null));
        return changed;
    }

    private static Problem tooLate(Alert alert) {
        return switch (alert.state()) {
            case NEW -> Problem.conflict("This alert is new already; nothing was changed.");
            case ACKNOWLEDGED ->
                Problem.conflict(by(alert.acknowledgedBy(), alert.acknowledgedAt())
                        + " has acknowledged this alert already; nothing was changed by you.");
            case DISMISSED ->
                Problem.conflict(by(alert.dismissedBy(), alert.dismissedAt())
                        + " has dismissed this alert (" + alert.dismissedReason()
                        + "); nothing was changed by you. Undo it first if you disagree.");
            case IN_INCIDENT ->
                Problem.conflict("This alert is worked on in the incident " + alert.incidentId()
                        + "; nothing was changed. Remove it from the incident first.");
        };
    }

    private static String by(Alert.@Nullable Who who, @Nullable Instant at) {
        return (who == null ? "Somebody" : who.name())
                + (at == null ? "" : " at " + at.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Alerts of incidents, oldest first. The caller has checked who asks. */
    public List<Alert> listIn(Collection<IncidentId> incidents) {
        return store.listIn(incidents);
    }

    /**
     * Alerts of an agency that nobody works on in an incident yet and that went on between the two times, newest first,
     * at most 200. The caller has checked who asks.
     */
    public List<Alert> listFree(AgencyId agency, Instant from, Instant to) {
        return store.listFree(agency, from, to);
    }

    /**
     * Takes alerts into an incident, within the caller's transaction. The caller has checked who asks.
     *
     * @throws Problem 409 when one of them is in an incident already: somebody was faster
     */
    public List<Alert> addTo(IncidentId incident, Collection<AlertId> ids) {
        return ids.stream()
                .map(id -> {
                    if (!store.addTo(incident, id)) {
                        throw store.find(id)
                                .map(Alerts::tooLate)
                                .orElseGet(() -> Problem.notFound("alert", id.value()));
                    }
                    return tell(id, What.ADDED_TO_INCIDENT);
                })
                .toList();
    }

    /**
     * Gives an alert back as it was before, within the caller's transaction. The caller has checked who asks.
     *
     * @throws Problem 409 when it is not in this incident (any more)
     */
    public Alert removeFrom(IncidentId incident, AlertId id) {
        if (!store.removeFrom(incident, id)) {
            throw Problem.conflict("The alert '" + id + "' is not in this incident; nothing was changed.");
        }
        return tell(id, What.REMOVED_FROM_INCIDENT);
    }

    /** Says how the alerts of an incident turned out, for the precision of their rules; within the caller's transaction. */
    public void judge(IncidentId incident, boolean falseAlarm) {
        store.judge(incident, falseAlarm);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Alert.Who who(SignedIn person) {
        return new Alert.Who(person.id(), person.displayName());
    }
}
