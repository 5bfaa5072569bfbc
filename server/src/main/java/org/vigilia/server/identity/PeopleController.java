package org.vigilia.server.identity;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.PersonId;

/** People and agencies, for administrators; everybody sees the names of colleagues. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "people")
class PeopleController {

    private final Accounts accounts;

    PeopleController(Accounts accounts) {
        this.accounts = accounts;
    }

    @GetMapping("/people")
    @Requires(Right.SEE_PEOPLE)
    @Operation(operationId = "listPeople", summary = "People of the own agency; all for the city's administrators")
    PersonList people(SignedIn by, @RequestParam(required = false) @Nullable String search) {
        List<PersonView> items =
                accounts.list(by, search).stream().map(p -> view(p, null)).toList();
        return new PersonList(items, items.size());
    }

    @PostMapping("/people")
    @Requires(Right.EDIT_PEOPLE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            operationId = "createPerson",
            summary = "Add a person; the answer holds a password for one use, shown once")
    PersonView create(SignedIn by, @Validated @RequestBody NewPerson person) {
        AgencyId agency = person.agencyId() == null ? by.agencyId() : person.agencyId();
        Accounts.WithPassword created = accounts.create(by, person.name(), person.displayName(), person.role(), agency);
        return view(created.person(), created.oneTimePassword());
    }

    @PatchMapping("/people/{id}")
    @Requires(Right.EDIT_PEOPLE)
    @Operation(
            operationId = "changePerson",
            summary = "Change what is given; resetPassword makes a password for one use")
    PersonView change(SignedIn by, @PathVariable PersonId id, @Validated @RequestBody PersonChange change) {
        Person person = accounts.change(by, id, change.displayName(), change.role(), change.active());
        if (Boolean.TRUE.equals(change.resetPassword())) {
            Accounts.WithPassword reset = accounts.resetPassword(by, id);
            return view(reset.person(), reset.oneTimePassword());
        }
        return view(person, null);
    }

    @GetMapping("/agencies")
    @Requires(Right.USE_SYSTEM)
    @Operation(operationId = "listAgencies", summary = "The own agency; all for the city's administrators")
    AgencyList agencies(SignedIn by) {
        List<Agency> items = accounts.listAgencies(by);
        return new AgencyList(items, items.size());
    }

    @PostMapping("/agencies")
    @Requires(Right.EDIT_AGENCIES)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "createAgency", summary = "Add an agency")
    Agency createAgency(SignedIn by, @Validated @RequestBody NewAgency agency) {
        return accounts.createAgency(by, agency.name());
    }

    @PatchMapping("/agencies/{id}")
    @Requires(Right.EDIT_AGENCIES)
    @Operation(operationId = "changeAgency", summary = "Change what is given")
    Agency changeAgency(SignedIn by, @PathVariable AgencyId id, @Validated @RequestBody AgencyChange change) {
        return accounts.changeAgency(by, id, change.name(), change.active());
    }

    private static PersonView view(Person person, @Nullable String oneTimePassword) {
        return new PersonView(
                person.id(),
                person.name(),
                person.displayName(),
                person.role(),
                new SessionController.AgencyName(
                        person.agency().id(), person.agency().name()),
                person.active(),
                oneTimePassword);
    }

    /** @param oneTimePassword only in the answer that made it */
    record PersonView(
            PersonId id,
            String name,
            String displayName,
            Role role,
            SessionController.AgencyName agency,
            boolean active,
            @Nullable String oneTimePassword) {}

    record PersonList(List<PersonView> items, int total) {}

    /** @param agencyId left out: the own agency */
    record NewPerson(
            @NotNull @Pattern(regexp = "[A-Za-z0-9._@-]{2,80}", message = "needs 2 to 80 letters, digits or . _ @ -")
            String name,

            @NotBlank @Size(max = 120) String displayName,
            @NotNull Role role,
            @Nullable AgencyId agencyId) {}

    record PersonChange(
            @Nullable @Size(min = 1, max = 120) String displayName,
            @Nullable Role role,
            @Nullable Boolean active,
            @Nullable Boolean resetPassword) {}

    record AgencyList(List<Agency> items, int total) {}

    record NewAgency(@NotBlank @Size(max = 120) String name) {}

    record AgencyChange(
            @Nullable @Size(min = 1, max = 120) String name,
            @Nullable Boolean active) {}
}
