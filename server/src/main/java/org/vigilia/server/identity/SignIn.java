package org.vigilia.server.identity;

import java.time.Duration;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.vigilia.contract.id.PersonId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.audit.Who;

/** Opens and closes sessions and changes own passwords. */
@Component
class SignIn {

    private final People people;
    private final Passwords passwords;
    private final SignInThrottle throttle;
    private final FirstAdministrator first;
    private final Audit audit;
    private final ApplicationEventPublisher events;

    SignIn(
            People people,
            Passwords passwords,
            SignInThrottle throttle,
            FirstAdministrator first,
            Audit audit,
            ApplicationEventPublisher events) {
        this.people = people;
        this.passwords = passwords;
        this.throttle = throttle;
        this.first = first;
        this.audit = audit;
        this.events = events;
    }

    /** @throws Problem 401 or 429; which of name and password was wrong is not told */
    Person open(String name, String password, String address) {
        Optional<Duration> lockout = throttle.findLockout(name, address);
        if (lockout.isPresent()) {
            audit.record(Deed.refused(new Who(null, name, null, address), "session.refused", "too many attempts"));
            throw Problem.tooMany("Too many wrong passwords. Try again in "
                    + Math.max(1, lockout.get().toSeconds()) + " seconds.");
        }
        Optional<People.Account> account = people.findAccount(name.strip());
        boolean right;
        if (account.isPresent()) {
            right = passwords.matches(password, account.get().passwordHash());
        } else {
            passwords.pretend(password);
            right = false;
        }
        if (!right) {
            throttle.failed(name, address);
            audit.record(Deed.refused(new Who(null, name, null, address), "session.refused", "wrong name or password"));
            throw Problem.notSignedIn("The name or the password is wrong.");
        }
        Person person = account.orElseThrow().person();
        Who who = PersonFilter.signedIn(person, address).who();
        if (!person.active() || !person.agency().active()) {
            audit.record(Deed.refused(who, "session.refused", "the account is not active"));
            throw Problem.notSignedIn("This account is not active. Ask an administrator.");
        }
        throttle.succeeded(name);
        audit.record(Deed.done(who, "session.opened"));
        return person;
    }

    Person person(SignedIn person) {
        return people.find(person.id()).orElseThrow(() -> Problem.notSignedIn("Your account is gone."));
    }

    void closed(SignedIn person, String session) {
        audit.record(Deed.done(person.who(), "session.closed"));
        events.publishEvent(new AccessChanged(person.id()));
    }

    @Transactional
    void changePassword(SignedIn person, String current, String next, String session) {
        People.Account account =
                people.findAccount(person.name()).orElseThrow(() -> Problem.notSignedIn("Your account is gone."));
        if (throttle.findLockout(person.name(), person.address()).isPresent()) {
            throw Problem.tooMany("Too many wrong passwords. Wait a minute.");
        }
        if (!passwords.matches(current, account.passwordHash())) {
            throttle.failed(person.name(), person.address());
            throw Problem.invalid("current", "This is not your current password.");
        }
        passwords.checkChosen(next, account.person());
        if (next.equals(current)) {
            throw Problem.invalid("next", "The new password must differ from the current one.");
        }
        PersonId id = account.person().id();
        people.updatePassword(id, passwords.hash(next), false);
        people.endSessions(id, session);
        audit.record(Deed.done(person.who(), "password.changed").to("person", id.value(), person.name()));
        first.passwordChanged(account.person());
        events.publishEvent(new AccessChanged(id));
    }
}
