package org.vigilia.server.incident;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.IncidentId;
import org.vigilia.contract.id.PersonId;
import org.vigilia.server.Problem;
import org.vigilia.server.alerting.Alert;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.People;
import org.vigilia.server.identity.Person;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.incident.IncidentStore.Row;

/** Incidents over HTTP. */
@RestController
@RequestMapping("/api/v1/incidents")
@Tag(name = "incidents", description = "What people work on: one or many alerts, with a timeline")
class IncidentController {

    private static final int MAX_NOTE = 10_000;
    private static final int MAX_LIMIT = 500;

    private final Incidents incidents;
    private final IncidentStore store;
    private final Surroundings surroundings;
    private final People people;
    private final Access access;
    private final org.vigilia.server.alerting.Alerts alerts;

    IncidentController(
            Incidents incidents,
            IncidentStore store,
            Surroundings surroundings,
            People people,
            Access access,
            org.vigilia.server.alerting.Alerts alerts) {
        this.incidents = incidents;
        this.store = store;
        this.surroundings = surroundings;
        this.people = people;
        this.access = access;
        this.alerts = alerts;
    }

    @GetMapping
    @Requires(Right.SEE_INCIDENTS)
    @Operation(operationId = "listIncidents", summary = "Incidents of the own agency, newest first")
    IncidentPage list(
            SignedIn person,
            @RequestParam(required = false) @Nullable Set<Incident.State> state,
            @RequestParam(defaultValue = "") String search,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable Instant before) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Problem.invalid("limit", "'limit' must be 1 to " + MAX_LIMIT + ", but is " + limit + ".");
        }
        IncidentStore.Filter filter =
                new IncidentStore.Filter(state == null ? Set.of() : state, search, limit + 1, before);
        List<Incident> found = incidents.list(person, filter);
        boolean more = found.size() > limit;
        List<Incident> items = more ? found.subList(0, limit) : found;
        return new IncidentPage(
                items,
                incidents.count(person, filter),
                more ? items.get(items.size() - 1).openedAt() : null);
    }

    /**
     * A page of incidents.
     *
     * @param total how many fit the filter in all
     * @param next for {@code before} of the next page; null on the last one
     */
    record IncidentPage(
            List<Incident> items, long total, @Nullable Instant next) {}

    @PostMapping
    @Requires(Right.WORK_INCIDENTS)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "openIncident", summary = "Open an incident from alerts")
    IncidentDetails open(SignedIn person, @RequestBody IncidentOpening opening) {
        List<AlertId> ids = opening.alertIds() == null ? List.of() : opening.alertIds();
        return details(person, incidents.open(person, ids, opening.title(), opening.priority()));
    }

    /**
     * What to open.
     *
     * @param title left out: proposed from the first alert
     * @param priority left out: proposed from the worst alert
     */
    record IncidentOpening(@Nullable String title, List<AlertId> alertIds, Incident.@Nullable Priority priority) {}

    @GetMapping("/suggestions")
    @Requires(Right.SEE_INCIDENTS)
    @Operation(
            operationId = "suggestIncidents",
            summary = "Open incidents and free alerts close to an alert in place and time")
    Suggestions suggestions(SignedIn person, @RequestParam String alertId) {
        return surroundings.around(person, new AlertId(alertId));
    }

    @GetMapping("/{id}")
    @Requires(Right.SEE_INCIDENTS)
    @Operation(operationId = "getIncident", summary = "One incident with alerts, nearest cameras and timeline")
    IncidentDetails get(SignedIn person, @PathVariable String id) {
        return details(person, incidents.get(person, id(id), Right.SEE_INCIDENTS));
    }

    @PatchMapping("/{id}")
    @Requires(Right.WORK_INCIDENTS)
    @Operation(operationId = "changeIncident", summary = "Change title, priority or assignee; what is left out stays")
    IncidentDetails change(SignedIn person, @PathVariable String id, @RequestBody IncidentChange change) {
        IncidentId incident = id(id);
        Row row = incidents.get(person, incident, Right.WORK_INCIDENTS);
        Alert.Who assignee = change.assigneeId() == null ? null : assignee(person, row, change.assigneeId());
        if (change.title() != null) {
            incidents.setTitle(person, incident, change.title());
        }
        if (change.priority() != null) {
            incidents.setPriority(person, incident, change.priority());
        }
        if (change.assigneeId() != null) {
            incidents.setAssignee(person, incident, assignee);
        }
        return get(person, id);
    }

    /**
     * What to change.
     *
     * @param assigneeId somebody of the incident's agency; empty: nobody. Giving it to another than oneself needs the
     *     right ASSIGN_INCIDENTS
     */
    record IncidentChange(
            @Nullable String title,
            Incident.@Nullable Priority priority,
            @Nullable String assigneeId) {}

    private Alert.@Nullable Who assignee(SignedIn person, Row row, String assigneeId) {
        Alert.Who before = row.assignee();
        boolean own = assigneeId.isBlank()
                ? before == null || before.id().equals(person.id())
                : assigneeId.equals(person.id().value());
        if (!own) {
            access.require(person, Right.ASSIGN_INCIDENTS, "incident", row.id().value(), row.agency());
        }
        if (assigneeId.isBlank()) {
            return null;
        }
        Person chosen = people.find(new PersonId(assigneeId))
                .filter(Person::active)
                .filter(p -> p.agency().id().equals(row.agency()))
                .orElseThrow(() ->
                        Problem.invalid("assigneeId", "Nobody of the agency that works on this incident has this id."));
        return new Alert.Who(chosen.id(), chosen.displayName());
    }

    @PostMapping("/{id}/notes")
    @Requires(Right.WORK_INCIDENTS)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "addIncidentNote", summary = "Add a note to the timeline")
    IncidentDetails addNote(SignedIn person, @PathVariable String id, @RequestBody IncidentNote note) {
        String text = checkedNote(note.text());
        if (text == null) {
            throw Problem.invalid("text", "A note needs a text.");
        }
        incidents.addNote(person, id(id), text);
        return get(person, id);
    }

    /** @param text 1 to 10,000 characters */
    record IncidentNote(String text) {}

    @PostMapping("/{id}/alerts")
    @Requires(Right.WORK_INCIDENTS)
    @Operation(operationId = "addIncidentAlerts", summary = "Take alerts into an incident")
    IncidentDetails addAlerts(SignedIn person, @PathVariable String id, @RequestBody IncidentAlerts ids) {
        if (ids.alertIds() == null || ids.alertIds().isEmpty()) {
            throw Problem.invalid("alertIds", "Name at least one alert.");
        }
        incidents.addAlerts(person, id(id), ids.alertIds());
        return get(person, id);
    }

    record IncidentAlerts(List<AlertId> alertIds) {}

    @DeleteMapping("/{id}/alerts/{alertId}")
    @Requires(Right.WORK_INCIDENTS)
    @Operation(operationId = "removeIncidentAlert", summary = "Give an alert back as it was before")
    IncidentDetails removeAlert(SignedIn person, @PathVariable String id, @PathVariable String alertId) {
        incidents.removeAlert(person, id(id), new AlertId(alertId));
        return get(person, id);
    }

    @PostMapping("/{id}/close")
    @Requires(Right.WORK_INCIDENTS)
    @Operation(operationId = "closeIncident", summary = "Close it; FALSE_ALARM counts against its rules' precision")
    IncidentDetails close(SignedIn person, @PathVariable String id, @RequestBody IncidentClosing closing) {
        if (closing.outcome() == null) {
            throw Problem.invalid("outcome", "Say how it ended: " + List.of(Incident.Outcome.values()) + ".");
        }
        incidents.close(person, id(id), closing.outcome(), checkedNote(closing.note()));
        return get(person, id);
    }

    /** How it ended. */
    record IncidentClosing(
            Incident.Outcome outcome, @Nullable String note) {}

    @PostMapping("/{id}/reopen")
    @Requires(Right.WORK_INCIDENTS)
    @Operation(operationId = "reopenIncident", summary = "Open a closed incident again")
    IncidentDetails reopen(SignedIn person, @PathVariable String id) {
        incidents.reopen(person, id(id));
        return get(person, id);
    }

    private IncidentDetails details(SignedIn person, Row row) {
        Row now = store.find(row.id()).orElse(row);
        List<Alert> its = alerts.listIn(List.of(row.id()));
        return new IncidentDetails(
                Incidents.view(now, its), its, surroundings.cameras(person, now, its), store.timeline(row.id()));
    }

    private static @Nullable String checkedNote(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String note = text.strip();
        if (note.length() > MAX_NOTE) {
            throw Problem.invalid(
                    "text", "A note may have " + MAX_NOTE + " characters, but has " + note.length() + ".");
        }
        return note;
    }

    private static IncidentId id(String text) {
        try {
            return new IncidentId(text);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("incident", "?");
        }
    }
}
