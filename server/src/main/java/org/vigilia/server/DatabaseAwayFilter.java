package org.vigilia.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Outermost of all: sessions are in the database, so even finding out who asks fails while it is away. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class DatabaseAwayFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseAwayFilter.class);

    /** Answered whatever is away: the supervisor would kill a server that does not. */
    private static final String HEALTH = "/api/v1/health";

    private final JsonMapper json;

    DatabaseAwayFilter(JsonMapper json) {
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException | ServletException e) {
            if (!isDatabase(e) || response.isCommitted()) {
                throw e;
            }
            LOG.atWarn()
                    .addKeyValue("path", request.getRequestURI())
                    .addKeyValue("reason", e.getMessage())
                    .log("database away");
            response.resetBuffer();
            if (request.getRequestURI().equals(HEALTH)) {
                write(response, 200, MediaType.APPLICATION_JSON_VALUE, Map.of("status", "DEGRADED"));
                return;
            }
            Problem problem =
                    Problem.unavailable("The database does not answer just now; nothing was changed. Try again.");
            write(
                    response,
                    problem.getStatusCode().value(),
                    MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                    problem.getBody());
        }
    }

    private void write(HttpServletResponse response, int status, String type, Object body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.getOutputStream().write(json.writeValueAsBytes(body));
    }

    private static boolean isDatabase(@Nullable Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof DataAccessException || t instanceof TransactionException) {
                return true;
            }
        }
        return false;
    }
}
