package org.vigilia.server.identity;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.vigilia.server.Problem;
import tools.jackson.databind.json.JsonMapper;

/** Writes a problem where no controller is reached. */
@Component
public class ProblemWriter {

    private final JsonMapper json;

    ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    /** Writes status, type and body; nothing may have been written yet. */
    public void write(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.getStatusCode().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem.getBody()));
    }
}
