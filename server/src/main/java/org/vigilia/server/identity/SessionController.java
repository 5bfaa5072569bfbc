package org.vigilia.server.identity;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.http.HttpStatus;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.PersonId;

/** Signing in and out, and the own password. */
@RestController
@RequestMapping("/api/v1/session")
@Tag(name = "session")
class SessionController {

    private final SignIn signIn;

    SessionController(SignIn signIn) {
        this.signIn = signIn;
    }

    @GetMapping
    @Requires(Right.OWN_SESSION)
    @Operation(operationId = "getSession", summary = "Who is signed in, and what that person may do")
    SessionView session(SignedIn person, HttpServletRequest request) {
        return view(signIn.person(person));
    }

    @PostMapping
    @OpenToAll(because = "it is the door itself; attempts are limited")
    @Operation(operationId = "signIn", summary = "Sign in")
    SessionView signIn(@Validated @RequestBody Credentials credentials, HttpServletRequest request) {
        Person person = signIn.open(credentials.name(), credentials.password(), request.getRemoteAddr());
        HttpSession before = request.getSession(false);
        if (before != null) {
            before.invalidate();
        }
        request.getSession(true)
                .setAttribute(PersonFilter.SESSION_PERSON, person.id().value());
        return view(person);
    }

    @DeleteMapping
    @Requires(Right.OWN_SESSION)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "signOut", summary = "Sign out")
    void signOut(SignedIn person, HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            String id = session.getId();
            session.invalidate();
            signIn.closed(person, id);
        }
    }

    @PostMapping("/password")
    @Requires(Right.OWN_SESSION)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "changePassword", summary = "Change the own password; ends the person's other sessions")
    void changePassword(SignedIn person, @Validated @RequestBody PasswordChange change, HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        signIn.changePassword(person, change.current(), change.next(), session == null ? "" : session.getId());
    }

    private static SessionView view(Person person) {
        return new SessionView(
                new PersonInSession(
                        person.id(),
                        person.name(),
                        person.displayName(),
                        person.role(),
                        new AgencyName(person.agency().id(), person.agency().name())),
                person.mustChangePassword(),
                new TreeSet<>(person.role().rights()));
    }

    /** @param name sign-in name @param password secret */
    record Credentials(
            @NotBlank @Size(max = 80) String name,
            @NotNull @Size(max = 200) String password) {

        /** Never prints the password. */
        @Override
        public String toString() {
            return "Credentials[" + name + "]";
        }
    }

    record PasswordChange(
            @NotNull @Size(max = 200) String current,
            @NotNull @Size(max = 200) String next) {

        /** Never prints a password. */
        @Override
        public String toString() {
            return "PasswordChange[]";
        }
    }

    record AgencyName(AgencyId id, String name) {}

    record PersonInSession(PersonId id, String name, String displayName, Role role, AgencyName agency) {}

    /** @param mustChangePassword until the password is changed all else is refused */
    record SessionView(PersonInSession person, boolean mustChangePassword, Set<Right> rights) {}
}
