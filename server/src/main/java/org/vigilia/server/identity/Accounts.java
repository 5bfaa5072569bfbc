package org.vigilia.server.identity;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.PersonId;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;

/** What administrators do to accounts and agencies; each deed is checked, recorded and takes effect at once. */
@Component
class Accounts {

    private final People people;
    private final Passwords passwords;
    private final Access access;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    Accounts(
            People people,
            Passwords passwords,
            Access access,
            Audit audit,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.people = people;
        this.passwords = passwords;
        this.access = access;
        this.audit = audit;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** A person whose password was just made. */
    record WithPassword(Person person, String oneTimePassword) {

        /** Never prints the password. */
        @Override
        public String toString() {
            return "WithPassword[" + person.name() + "]";
        }
    }

    List<Person> list(SignedIn by, @Nullable String search) {
        Right right = access.may(by, Right.EDIT_PEOPLE) ? Right.EDIT_PEOPLE : Right.SEE_PEOPLE;
        Optional<AgencyId> limit = access.limit(by, right);
        Stream<Person> found = people.list(limit.orElse(null)).stream();
        return search == null
                ? found.toList()
                : found.filter(p -> matches(p, search)).toList();
    }

    private static boolean matches(Person person, String search) {
        String words = search.toLowerCase(Locale.ROOT);
        return (person.name() + " " + person.displayName())
                .toLowerCase(Locale.ROOT)
                .contains(words);
    }

    WithPassword create(SignedIn by, String name, String displayName, Role role, AgencyId agencyId) {
        access.require(by, Right.EDIT_PEOPLE, "agency", agencyId.value(), agencyId);
        Agency agency = people.findAgency(agencyId).orElseThrow(() -> Problem.notFound("agency", agencyId.value()));
        String password = passwords.oneTime();
        String hash = passwords.hash(password);
        Person person =
                new Person(new PersonId(FreshId.of("p")), name.strip(), displayName.strip(), role, agency, true, true);
        try {
            transaction.executeWithoutResult(status -> {
                people.insert(person, hash);
                audit.record(Deed.done(by.who(), "person.created")
                        .to("person", person.id().value(), person.name())
                        .because("role " + role + ", agency " + agency.name()));
            });
        } catch (DuplicateKeyException e) {
            throw Problem.invalid("name", "Somebody already signs in as '" + person.name() + "'; choose another name.");
        }
        return new WithPassword(person, password);
    }

    Person change(
            SignedIn by, PersonId id, @Nullable String displayName, @Nullable Role role, @Nullable Boolean active) {
        Person before = get(by, id);
        if (id.equals(by.id()) && (Boolean.FALSE.equals(active) || (role != null && role != before.role()))) {
            throw Problem.conflict(
                    "Nobody can close the own account or change the own role; ask another administrator.");
        }
        Person after = new Person(
                id,
                before.name(),
                displayName == null ? before.displayName() : displayName.strip(),
                role == null ? before.role() : role,
                before.agency(),
                active == null ? before.active() : active,
                before.mustChangePassword());
        transaction.executeWithoutResult(status -> {
            people.update(after);
            if (!after.active()) {
                people.endSessions(id, "");
            }
            audit.record(Deed.done(by.who(), "person.changed")
                    .to("person", id.value(), after.name())
                    .because("role " + after.role() + ", " + (after.active() ? "active" : "not active")));
            events.publishEvent(new AccessChanged(id));
        });
        return after;
    }

    WithPassword resetPassword(SignedIn by, PersonId id) {
        Person person = get(by, id);
        String password = passwords.oneTime();
        String hash = passwords.hash(password);
        transaction.executeWithoutResult(status -> {
            people.updatePassword(id, hash, true);
            people.endSessions(id, "");
            audit.record(Deed.done(by.who(), "password.reset").to("person", id.value(), person.name()));
            events.publishEvent(new AccessChanged(id));
        });
        return new WithPassword(people.find(id).orElseThrow(), password);
    }

    private Person get(SignedIn by, PersonId id) {
        Person person = people.find(id).orElseThrow(() -> Problem.notFound("person", id.value()));
        access.require(
                by, Right.EDIT_PEOPLE, "person", id.value(), person.agency().id());
        return person;
    }

    List<Agency> listAgencies(SignedIn by) {
        Optional<AgencyId> limit = access.may(by, Right.EDIT_AGENCIES)
                ? access.limit(by, Right.EDIT_AGENCIES)
                : Optional.of(by.agencyId());
        return people.listAgencies().stream()
                .filter(a -> limit.isEmpty() || limit.get().equals(a.id()))
                .toList();
    }

    Agency createAgency(SignedIn by, String name) {
        if (access.limit(by, Right.EDIT_AGENCIES).isPresent()) {
            throw Problem.refused("Only administrators of the city's first agency add agencies.");
        }
        Agency agency = new Agency(new AgencyId(FreshId.of("a")), name.strip(), false, true);
        try {
            transaction.executeWithoutResult(status -> {
                people.insertAgency(agency);
                audit.record(Deed.done(by.who(), "agency.created")
                        .to("agency", agency.id().value(), agency.name()));
            });
        } catch (DuplicateKeyException e) {
            throw Problem.invalid("name", "There already is an agency '" + agency.name() + "'.");
        }
        return agency;
    }

    Agency changeAgency(SignedIn by, AgencyId id, @Nullable String name, @Nullable Boolean active) {
        access.require(by, Right.EDIT_AGENCIES, "agency", id.value(), id);
        Agency before = people.findAgency(id).orElseThrow(() -> Problem.notFound("agency", id.value()));
        if (before.id().equals(by.agencyId()) && Boolean.FALSE.equals(active)) {
            throw Problem.conflict("Nobody can close the own agency.");
        }
        Agency after = new Agency(
                id,
                name == null ? before.name() : name.strip(),
                before.city(),
                active == null ? before.active() : active);
        try {
            transaction.executeWithoutResult(status -> {
                people.updateAgency(after);
                audit.record(Deed.done(by.who(), "agency.changed")
                        .to("agency", id.value(), after.name())
                        .because(after.active() ? "active" : "not active"));
            });
        } catch (DuplicateKeyException e) {
            throw Problem.invalid("name", "There already is an agency '" + after.name() + "'.");
        }
        return after;
    }
}
