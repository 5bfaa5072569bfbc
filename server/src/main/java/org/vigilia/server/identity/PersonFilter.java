package org.vigilia.server.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.vigilia.contract.id.PersonId;
import org.vigilia.server.InterfacePaths;

/**
 * Finds out who asks: the session holds nothing but the person's id, and the person is read anew for every request.
 * Requests for files of the web app, and those of machines with a token, are not looked at.
 */
public final class PersonFilter extends OncePerRequestFilter {

    /** Told also when nobody can be known: the supervisor would kill a server that does not answer. */
    private static final Set<String> HEALTH = Set.of("/api/v1/health", "/api/v1/health/self");

    /** Spring Session writes this attribute to a column of its own, by which all sessions of a person are found. */
    static final String SESSION_PERSON = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;

    private static final String BEARER = "Bearer";

    static final String MUST_CHANGE = PersonFilter.class.getName() + ".mustChange";

    private final People people;

    PersonFilter(People people) {
        this.people = people;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !(InterfacePaths.contain(path) || path.equals("/metrics"))
                || findToken(request).isPresent();
    }

    /**
     * The token that a machine shows (RFC 6750, 2.1; never in the URL, which is written to logs). Such a request is the
     * machine's alone: a session that comes with it is not looked at, which is why it needs no CSRF token.
     *
     * @return what stands behind "Bearer", which may be anything; empty when the request carries no such header
     */
    public static Optional<String> findToken(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        boolean bearer = header != null
                && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && (header.length() == BEARER.length() || header.charAt(BEARER.length()) == ' ');
        return bearer ? Optional.of(header.substring(BEARER.length()).strip()) : Optional.empty();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            find(request).ifPresent(person -> {
                request.setAttribute(MUST_CHANGE, person.mustChangePassword());
                SecurityContextHolder.getContext()
                        .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                                signedIn(person, request.getRemoteAddr()), null, List.of()));
            });
        } catch (DataAccessException | TransactionException e) {
            // the bare state of health is told also when nobody can be known
            if (!HEALTH.contains(request.getRequestURI())) {
                throw e;
            }
        }
        chain.doFilter(request, response);
    }

    private Optional<Person> find(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(SESSION_PERSON) instanceof String id)) {
            return Optional.empty();
        }
        return people.find(new PersonId(id))
                .filter(p -> p.active() && p.agency().active());
    }

    static SignedIn signedIn(Person person, String address) {
        return new SignedIn(person.id(), person.name(), person.displayName(), person.role(), person.agency(), address);
    }
}
