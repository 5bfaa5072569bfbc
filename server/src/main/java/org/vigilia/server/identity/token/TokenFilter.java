package org.vigilia.server.identity.token;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.vigilia.server.InterfacePaths;
import org.vigilia.server.Problem;
import org.vigilia.server.identity.Machine;
import org.vigilia.server.identity.PersonFilter;
import org.vigilia.server.identity.ProblemWriter;

/**
 * Finds out which machine asks, from {@code Authorization: Bearer} (RFC 6750). A request with a token that is refused
 * ends here, also where nobody needs to be known: whoever shows a token wants to hear that it is no good.
 */
final class TokenFilter extends OncePerRequestFilter {

    private final Tokens tokens;
    private final ProblemWriter problems;

    TokenFilter(Tokens tokens, ProblemWriter problems) {
        this.tokens = tokens;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !InterfacePaths.contain(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> token = PersonFilter.findToken(request);
        if (token.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        Machine machine;
        try {
            machine = tokens.get(token.get(), request.getRemoteAddr());
        } catch (Problem problem) {
            if (problem.getStatusCode().isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
            }
            problems.write(response, problem);
            return;
        }
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(machine, null, List.of()));
        chain.doFilter(request, response);
    }
}
