package org.vigilia.server.sensing.ngsi;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.server.Problem;

/** Tells what went wrong with the types of errors that NGSI-LD knows. */
@RestControllerAdvice(basePackageClasses = NgsiErrors.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class NgsiErrors {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(NgsiError e) {
        return answer(e);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(Problem e) {
        NgsiError.Kind kind = kind(e.getStatusCode().value());
        return answer(e.getStatusCode(), kind, String.valueOf(e.getBody().getDetail()));
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class, LogUnavailable.class})
    ResponseEntity<ProblemDetail> away(Exception e) {
        org.slf4j.LoggerFactory.getLogger(NgsiErrors.class).atWarn().setCause(e).log("database failed");
        return answer(new NgsiError(
                NgsiError.Kind.InternalError,
                "The database does not answer just now; nothing was changed. Try again."));
    }

    /** The kind that a status of the rest of the server stands for. */
    static NgsiError.Kind kind(int status) {
        return switch (status) {
            case 401, 403 -> NgsiError.Kind.Forbidden;
            case 404 -> NgsiError.Kind.ResourceNotFound;
            case 409 -> NgsiError.Kind.AlreadyExists;
            case 503 -> NgsiError.Kind.InternalError;
            default -> NgsiError.Kind.BadRequestData;
        };
    }

    private static ResponseEntity<ProblemDetail> answer(NgsiError e) {
        return answer(HttpStatusCode.valueOf(e.kind().status()), e.kind(), e.detail());
    }

    private static ResponseEntity<ProblemDetail> answer(HttpStatusCode status, NgsiError.Kind kind, String detail) {
        ProblemDetail body = ProblemDetail.forStatus(status);
        body.setType(java.net.URI.create(kind.type()));
        body.setTitle(kind.title());
        body.setDetail(detail);
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }
}
