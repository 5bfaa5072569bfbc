package org.vigilia.server;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import tools.jackson.core.JacksonException;

/**
 * What went wrong and what to do about it, for the person at the screen: an RFC 9457 problem document. Throw it from
 * anywhere below a controller; its detail must not hold secrets.
 */
public final class Problem extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    private Problem(HttpStatus status, String title, String detail) {
        super(status, body(status, title, detail), null);
    }

    /** 404: there is no such thing, or the person may not know of it. */
    public static Problem notFound(String kind, String id) {
        return new Problem(
                HttpStatus.NOT_FOUND, "Not found", "There is no " + kind + " '" + id + "' that you may see.");
    }

    /** 400: a field of the request cannot be accepted. */
    public static Problem invalid(String field, String detail) {
        Problem problem = new Problem(HttpStatus.BAD_REQUEST, "Not accepted", detail);
        problem.getBody().setProperty("field", field);
        return problem;
    }

    /** 403: the person may not do this. */
    public static Problem refused(String detail) {
        return new Problem(HttpStatus.FORBIDDEN, "Not allowed", detail);
    }

    /** 401: nobody is signed in, or the password was wrong. */
    public static Problem notSignedIn(String detail) {
        return new Problem(HttpStatus.UNAUTHORIZED, "Not signed in", detail);
    }

    /** 409: the thing is not in a state that allows this. */
    public static Problem conflict(String detail) {
        return new Problem(HttpStatus.CONFLICT, "Not possible now", detail);
    }

    /** 412: somebody else changed the thing in between. */
    public static Problem stale(String detail) {
        return new Problem(HttpStatus.PRECONDITION_FAILED, "Changed meanwhile", detail);
    }

    /** 410: it was there, and is over. */
    public static Problem gone(String detail) {
        return new Problem(HttpStatus.GONE, "No longer there", detail);
    }

    /** 413: more than may be sent. */
    public static Problem tooLarge(String detail) {
        return new Problem(HttpStatus.CONTENT_TOO_LARGE, "Too large", detail);
    }

    /** 429: too many attempts. */
    public static Problem tooMany(String detail) {
        return new Problem(HttpStatus.TOO_MANY_REQUESTS, "Too many attempts", detail);
    }

    /** 502 or 503: another process or the camera did not answer. */
    public static Problem unavailable(String detail) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE, "Not available now", detail);
    }

    /** "zones[0].area.corners": the place in the document. */
    public static String place(JacksonException json) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : json.getPath()) {
            if (step.getPropertyName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            } else {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        return path.toString();
    }

    /** What was wrong, without the inside of the server. */
    public static String cause(JacksonException json) {
        for (Throwable t = json; t != null; t = t.getCause()) {
            if (t instanceof IllegalArgumentException && !(t instanceof JacksonException)) {
                return String.valueOf(t.getMessage());
            }
            if (t instanceof NullPointerException) {
                return "something that is needed is missing here";
            }
        }
        String place = json.getLocation() == null
                ? ""
                : " (line " + json.getLocation().getLineNr() + ", column "
                        + json.getLocation().getColumnNr() + ")";
        return json.getOriginalMessage().replaceAll("`?org\\.vigilia\\.[A-Za-z.$]*\\.([A-Za-z]+)`?", "$1") + place;
    }

    private static ProblemDetail body(HttpStatus status, String title, String detail) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
        body.setTitle(title);
        return body;
    }
}
