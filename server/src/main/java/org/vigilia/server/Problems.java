package org.vigilia.server;

import java.sql.SQLException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.vigilia.facts.LogUnavailable;
import tools.jackson.core.JacksonException;

/** Turns what was thrown into a problem document that says what was wrong, where, and what to do. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler({DataAccessException.class, TransactionException.class, LogUnavailable.class, SQLException.class})
    @Nullable
    ResponseEntity<Object> database(Exception e, WebRequest request) {
        if (e instanceof DataIntegrityViolationException) {
            return answer(
                    e,
                    Problem.conflict("This contradicts what is stored: somebody else may have changed it. Reload."),
                    request);
        }
        LOG.atWarn().setCause(e).log("database failed");
        return answer(
                e,
                Problem.unavailable("The database does not answer just now; nothing was changed. Try again."),
                request);
    }

    @ExceptionHandler(IllegalArgumentException.class)
    @Nullable
    ResponseEntity<Object> argument(IllegalArgumentException e, WebRequest request) {
        return answer(e, Problem.invalid("", String.valueOf(e.getMessage())), request);
    }

    @ExceptionHandler(Exception.class)
    @Nullable
    ResponseEntity<Object> unexpected(Exception e, WebRequest request) {
        LOG.atError()
                .addKeyValue("request", request.getDescription(false))
                .setCause(e)
                .log("request failed");
        ProblemDetail body = ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Something went wrong in the server; its log says what. Nothing you did is lost.");
        return createResponseEntity(body, new HttpHeaders(), HttpStatus.INTERNAL_SERVER_ERROR, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String field =
                e.getFieldErrors().isEmpty() ? "" : e.getFieldErrors().get(0).getField();
        String detail = e.getFieldErrors().stream()
                .map(error -> "'" + error.getField() + "' " + error.getDefaultMessage())
                .collect(Collectors.joining("; "));
        return answer(e, Problem.invalid(field, detail.isEmpty() ? "The request is not complete." : detail), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (e.getCause() instanceof JacksonException json) {
            return answer(e, Problem.invalid(Problem.place(json), Problem.cause(json)), request);
        }
        return answer(e, Problem.invalid("", "The request has no body that can be read as JSON."), request);
    }

    private @Nullable ResponseEntity<Object> answer(Exception cause, Problem problem, WebRequest request) {
        return handleExceptionInternal(cause, problem.getBody(), new HttpHeaders(), problem.getStatusCode(), request);
    }
}
