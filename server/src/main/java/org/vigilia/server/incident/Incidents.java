package org.vigilia.server.incident;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.IncidentId;
import org.vigilia.contract.rule.Severity;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;
import org.vigilia.server.alerting.Alert;
import org.vigilia.server.alerting.AlertChanged;
import org.vigilia.server.alerting.Alerts;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.incident.IncidentStore.Row;
import org.vigilia.server.incident.TimelineEntry.Kind;

/**
 * The incidents of the city: opened from alerts, worked on, closed. Every change is checked against the policy, adds a
 * line to the timeline, is recorded in the audit log and told to the screens; changes of one incident happen one after
 * the other. Safe for use by many threads.
 */
@Component
public class Incidents {

    private static final int MAX_TITLE = 200;

    private final IncidentStore store;
    private final Alerts alerts;
    private final Access access;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock = Clock.systemUTC();

    Incidents(
            IncidentStore store,
            Alerts alerts,
            Access access,
            Audit audit,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.alerts = alerts;
        this.access = access;
        this.audit = audit;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    List<Incident> list(SignedIn person, IncidentStore.Filter filter) {
        List<Row> rows = store.list(access.limit(person, Right.SEE_INCIDENTS), filter);
        Map<IncidentId, List<Alert>> byIncident = alertsOf(rows);
        return rows.stream()
                .map(row -> view(row, byIncident.getOrDefault(row.id(), List.of())))
                .toList();
    }

    long count(SignedIn person, IncidentStore.Filter filter) {
        return store.count(access.limit(person, Right.SEE_INCIDENTS), filter);
    }

    Map<IncidentId, List<Alert>> alertsOf(Collection<Row> rows) {
        return alerts.listIn(rows.stream().map(Row::id).toList()).stream()
                .filter(alert -> alert.incidentId() != null)
                .collect(Collectors.groupingBy(alert -> alert.incidentId()));
    }

    Row get(SignedIn person, IncidentId id, Right right) {
        Row row = store.find(id).orElseThrow(() -> Problem.notFound("incident", id.value()));
        access.require(person, right, "incident", id.value(), row.agency());
        return row;
    }

    Incident view(Row row) {
        return view(row, alerts.listIn(List.of(row.id())));
    }

    static Incident view(Row row, List<Alert> alerts) {
        return new Incident(
                row.id(),
                row.number(),
                row.agency(),
                row.title(),
                row.state(),
                row.priority(),
                row.assignee(),
                row.place(),
                row.location(),
                row.openedAt(),
                row.openedBy(),
                row.closedAt(),
                row.closedBy(),
                row.outcome(),
                alerts.size(),
                alerts.stream()
                        .map(Alert::severity)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                alerts.stream().anyMatch(Alert::active));
    }

    /**
     * Opens an incident from alerts of one agency.
     *
     * @param title null: proposed from the first alert
     * @param priority null: proposed from the worst alert
     * @throws Problem 409 when an alert is in an incident already
     */
    Row open(SignedIn person, List<AlertId> ids, @Nullable String title, Incident.@Nullable Priority priority) {
        List<Alert> chosen = workable(person, ids);
        if (chosen.isEmpty()) {
            throw Problem.invalid("alertIds", "An incident is opened from at least one alert; name it.");
        }
        Alert first = chosen.get(0);
        String named = title == null || title.isBlank() ? proposedTitle(chosen) : checkedTitle(title);
        Severity worst = chosen.stream()
                .map(Alert::severity)
                .max(Comparator.naturalOrder())
                .orElse(first.severity());
        Incident.Priority urgent = priority == null ? Incident.Priority.proposed(worst) : priority;
        Instant now = now();
        Row row = transaction.execute(status -> {
            Row opened = new Row(
                    new IncidentId(FreshId.of("i")),
                    store.claimNumber(now),
                    first.agency(),
                    named,
                    Incident.State.OPEN,
                    urgent,
                    null,
                    first.place(),
                    first.location(),
                    now,
                    who(person),
                    null,
                    null,
                    null);
            store.insert(opened);
            add(opened, person, Kind.OPENED, "Opened as " + opened.number() + ", " + urgent, null);
            take(opened, person, chosen);
            record(person, "incident.opened", opened, "alerts " + ids);
            tell(opened.id(), Kind.OPENED);
            return opened;
        });
        return row;
    }

    /** Alerts that the person may work on, all of one agency. */
    private List<Alert> workable(SignedIn person, List<AlertId> ids) {
        List<Alert> chosen = ids.stream()
                .distinct()
                .sorted()
                .map(id -> alerts.get(person, id))
                .sorted(Comparator.comparing(Alert::raisedAt))
                .toList();
        for (Alert alert : chosen) {
            access.require(person, Right.WORK_INCIDENTS, "alert", alert.id().value(), alert.agency());
        }
        List<AgencyId> agencies = chosen.stream().map(Alert::agency).distinct().toList();
        if (agencies.size() > 1) {
            throw Problem.invalid("alertIds", "The alerts belong to several agencies: " + agencies + ".");
        }
        return chosen;
    }

    private void take(Row row, SignedIn person, List<Alert> chosen) {
        alerts.addTo(row.id(), chosen.stream().map(Alert::id).sorted().toList());
        chosen.forEach(
                alert -> add(row, person, Kind.ALERT_ADDED, alert.ruleName() + ": " + alert.message(), alert.id()));
    }

    static String proposedTitle(List<Alert> chosen) {
        Alert first = chosen.get(0);
        String where =
                first.place() == null ? first.sourceName() : first.place().name();
        String more = chosen.size() == 1
                ? ""
                : " and " + (chosen.size() - 1) + (chosen.size() == 2 ? " other alert" : " other alerts");
        String title = capitalised(first.ruleName()) + " at " + where + more;
        return title.length() <= MAX_TITLE ? title : title.substring(0, MAX_TITLE);
    }

    /** Somebody may have named a rule in lower case; a title is a sentence. */
    private static String capitalised(String words) {
        int first = words.isEmpty() ? 0 : words.offsetByCodePoints(0, 1);
        return words.substring(0, first).toUpperCase(java.util.Locale.ROOT) + words.substring(first);
    }

    private static String checkedTitle(String title) {
        String stripped = title.strip();
        if (stripped.isEmpty() || stripped.length() > MAX_TITLE) {
            throw Problem.invalid(
                    "title", "A title has 1 to " + MAX_TITLE + " characters, but this has " + stripped.length() + ".");
        }
        return stripped;
    }

    /** @throws Problem 409 when it is closed or an alert is in an incident already */
    void addAlerts(SignedIn person, IncidentId id, List<AlertId> ids) {
        List<Alert> chosen = workable(person, ids);
        change(person, id, Kind.ALERT_ADDED, row -> {
            if (chosen.stream().anyMatch(alert -> !alert.agency().equals(row.agency()))) {
                throw Problem.invalid("alertIds", "The alert belongs to another agency than the incident.");
            }
            take(row, person, chosen);
            record(person, "incident.alerts-added", row, "alerts " + ids);
        });
    }

    /** @throws Problem 409 when it is closed or the alert is not in it */
    void removeAlert(SignedIn person, IncidentId id, AlertId alert) {
        change(person, id, Kind.ALERT_REMOVED, row -> {
            Alert removed = alerts.removeFrom(id, alert);
            add(row, person, Kind.ALERT_REMOVED, removed.ruleName() + ": " + removed.message(), alert);
            record(person, "incident.alert-removed", row, "alert " + alert);
        });
    }

    void setTitle(SignedIn person, IncidentId id, String title) {
        String checked = checkedTitle(title);
        change(person, id, Kind.TITLE, row -> {
            if (!checked.equals(row.title())) {
                store.setTitle(id, checked);
                add(row, person, Kind.TITLE, "Title: " + checked + " (was: " + row.title() + ")", null);
                record(person, "incident.retitled", row, checked);
            }
        });
    }

    void setPriority(SignedIn person, IncidentId id, Incident.Priority priority) {
        change(person, id, Kind.PRIORITY, row -> {
            if (priority != row.priority()) {
                store.setPriority(id, priority);
                add(row, person, Kind.PRIORITY, "Priority " + priority + " (was " + row.priority() + ")", null);
                record(person, "incident.priority-set", row, priority + ", was " + row.priority());
            }
        });
    }

    /** @param assignee null: nobody; the caller has checked that this person may have it */
    void setAssignee(SignedIn person, IncidentId id, Alert.@Nullable Who assignee) {
        change(person, id, Kind.ASSIGNEE, row -> {
            Alert.Who before = row.assignee();
            if (before == null ? assignee == null : before.equals(assignee)) {
                return;
            }
            store.setAssignee(id, assignee);
            add(
                    row,
                    person,
                    Kind.ASSIGNEE,
                    assignee == null ? "Assigned to nobody" : "Assigned to " + assignee.name(),
                    null);
            record(
                    person,
                    "incident.assigned",
                    row,
                    assignee == null ? "nobody" : assignee.id() + " " + assignee.name());
        });
    }

    /** Notes may also be added to closed incidents. */
    void addNote(SignedIn person, IncidentId id, String text) {
        get(person, id, Right.WORK_INCIDENTS);
        transaction.executeWithoutResult(status -> {
            Row row = store.lock(id).orElseThrow(() -> Problem.notFound("incident", id.value()));
            add(row, person, Kind.NOTE, text, null);
            record(person, "incident.noted", row, "");
            tell(id, Kind.NOTE);
        });
    }

    /** @throws Problem 409 when it is closed already */
    void close(SignedIn person, IncidentId id, Incident.Outcome outcome, @Nullable String note) {
        change(person, id, Kind.CLOSED, row -> {
            store.close(id, who(person), now(), outcome);
            alerts.judge(id, outcome == Incident.Outcome.FALSE_ALARM);
            add(row, person, Kind.CLOSED, note == null ? outcome.name() : outcome + ": " + note, null);
            record(person, "incident.closed", row, outcome.name());
        });
    }

    /** @throws Problem 409 when it is open */
    void reopen(SignedIn person, IncidentId id) {
        get(person, id, Right.WORK_INCIDENTS);
        transaction.executeWithoutResult(status -> {
            Row row = store.lock(id).orElseThrow(() -> Problem.notFound("incident", id.value()));
            if (row.state() == Incident.State.OPEN) {
                throw Problem.conflict("The incident " + row.number() + " is open; nothing was changed.");
            }
            store.reopen(id);
            alerts.judge(id, false);
            add(row, person, Kind.REOPENED, "Reopened (was closed as " + row.outcome() + ")", null);
            record(person, "incident.reopened", row, "was " + row.outcome());
            tell(id, Kind.REOPENED);
        });
    }

    /** Does something with an open incident, in one transaction and alone. */
    private void change(SignedIn person, IncidentId id, Kind kind, Consumer<Row> deed) {
        get(person, id, Right.WORK_INCIDENTS);
        transaction.executeWithoutResult(status -> {
            Row row = store.lock(id).orElseThrow(() -> Problem.notFound("incident", id.value()));
            if (row.state() == Incident.State.CLOSED) {
                throw Problem.conflict("The incident " + row.number() + " was closed"
                        + (row.closedBy() == null ? "" : " by " + row.closedBy().name())
                        + "; nothing was changed. Reopen it first.");
            }
            deed.accept(row);
            tell(id, kind);
        });
    }

    /** An alert that is worked on has ended: the timeline says so, in the transaction that stores the end. */
    @EventListener
    void alertChanged(AlertChanged changed) {
        IncidentId id = changed.alert().incidentId();
        if (changed.change() != AlertChanged.What.ENDED || id == null) {
            return;
        }
        store.find(id).ifPresent(row -> {
            Alert alert = changed.alert();
            store.add(
                    id,
                    new TimelineEntry(
                            0,
                            now(),
                            null,
                            Kind.ALERT_ENDED,
                            alert.ruleName() + ": over at " + alert.sourceName(),
                            alert.id()));
            tell(id, Kind.ALERT_ENDED);
        });
    }

    private void add(Row row, SignedIn person, Kind kind, String text, @Nullable AlertId alert) {
        store.add(row.id(), new TimelineEntry(0, now(), who(person), kind, text, alert));
    }

    private void record(SignedIn person, String action, Row row, String detail) {
        audit.record(Deed.done(person.who(), action)
                .to("incident", row.id().value(), row.number() + " " + row.title())
                .because(detail));
    }

    private void tell(IncidentId id, Kind kind) {
        store.find(id).ifPresent(row -> events.publishEvent(new IncidentChanged(kind, view(row))));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Alert.Who who(SignedIn person) {
        return new Alert.Who(person.id(), person.displayName());
    }
}
