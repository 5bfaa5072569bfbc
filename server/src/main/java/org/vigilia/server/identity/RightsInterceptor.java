package org.vigilia.server.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.vigilia.server.Problem;

/**
 * Lets a request through to its endpoint when the person or machine has the right the endpoint declares. Endpoints that declare
 * nothing are refused for everybody.
 */
@Component
class RightsInterceptor implements HandlerInterceptor {

    /** Endpoints of libraries, which cannot carry our annotation. */
    private static final Map<String, Right> FOREIGN = Map.of("org.springdoc.", Right.USE_SYSTEM);

    private final Access access;

    RightsInterceptor(Access access) {
        this.access = access;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method)) {
            return true;
        }
        if (isOpen(method)) {
            return true;
        }
        Caller caller = findCaller()
                .orElseThrow(() -> Problem.notSignedIn("Nobody is signed in, or the session has ended. Sign in."));
        Right right = findRight(method)
                .orElseThrow(
                        () -> Problem.refused("This endpoint does not say which right it needs: nobody may use it."));
        access.require(caller, right);
        if (caller instanceof Machine && isForPeople(method)) {
            throw Problem.refused("This is for people who sign in; the token of a machine does not open it.");
        }
        if (right != Right.OWN_SESSION && Boolean.TRUE.equals(request.getAttribute(PersonFilter.MUST_CHANGE))) {
            throw Problem.refused(
                    "Choose your own password first; the one you have was given to you by somebody else.");
        }
        return true;
    }

    static boolean isOpen(HandlerMethod method) {
        return method.hasMethodAnnotation(OpenToAll.class)
                || method.getBeanType()
                        .getName()
                        .equals("org.springframework.boot.webmvc.autoconfigure.error.BasicErrorController");
    }

    static Optional<Right> findRight(HandlerMethod method) {
        Requires requires = method.getMethodAnnotation(Requires.class);
        if (requires == null) {
            requires = AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Requires.class);
        }
        return Optional.ofNullable(requires).map(Requires::value).or(() -> foreign(method.getBeanType()));
    }

    private static Optional<Right> foreign(Class<?> type) {
        return FOREIGN.entrySet().stream()
                .filter(e -> type.getName().startsWith(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Whether the method wants to know which person asks, so that no machine can. */
    static boolean isForPeople(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters()).anyMatch(p -> p.getParameterType() == SignedIn.class);
    }

    /** The person or machine that asks; empty when nobody is known. */
    static Optional<Caller> findCaller() {
        @Nullable
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Caller caller
                ? Optional.of(caller)
                : Optional.empty();
    }

    /** The person who asks; empty also when it is a machine. */
    static Optional<SignedIn> findSignedIn() {
        return findCaller().filter(SignedIn.class::isInstance).map(SignedIn.class::cast);
    }
}
