package org.vigilia.server.identity.token;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.identity.TokenId;

/** Tokens of machines, for administrators. */
@RestController
@RequestMapping("/api/v1/tokens")
@Requires(Right.EDIT_MACHINES)
@Tag(name = "tokens")
class TokenController {

    private static final int MAX_LIMIT = 1_000;

    private final TokenDesk desk;
    private final Clock clock;

    TokenController(TokenDesk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    @GetMapping
    @Operation(
            operationId = "listTokens",
            summary = "Machines' tokens of the own agency, those in force first; all for the city's administrators")
    TokenList list(
            SignedIn by,
            @RequestParam(defaultValue = "") String search,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(defaultValue = "0") int offset) {
        TokenDesk.Page page =
                desk.list(by, search.strip(), Math.max(1, Math.min(limit, MAX_LIMIT)), Math.max(0, offset));
        return new TokenList(
                page.items().stream().map(token -> view(token, null)).toList(),
                page.total(),
                new TreeSet<>(Right.ofMachines()));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            operationId = "createToken",
            summary = "Make a token for a machine of the own agency; the answer holds the token, shown once. The"
                    + " machine sends it as 'Authorization: Bearer TOKEN' and needs no X-XSRF-TOKEN")
    TokenView create(SignedIn by, @Validated @RequestBody NewToken form) {
        TokenDesk.Fresh fresh = desk.make(by, form.name().strip(), form.rights(), form.expiresAt());
        return view(fresh.token(), fresh.secret().reveal());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "revokeToken", summary = "Refuse a token from the next request on, for good")
    void revoke(SignedIn by, @PathVariable TokenId id) {
        desk.revoke(by, id);
    }

    private TokenView view(Token token, @Nullable String secret) {
        return new TokenView(
                token.id(),
                token.name(),
                new TokenAgency(token.agency().id(), token.agency().name()),
                new TreeSet<>(token.rights()),
                token.state(clock.instant()),
                new TokenTimes(token.made().at(), token.expiresAt(), token.lastUsedAt(), token.revokedAt()),
                token.made().by(),
                secret);
    }

    /** @param name what the machine is called @param expiresAt left out: never */
    record NewToken(
            @NotBlank @Size(max = 120) @Pattern(regexp = "\\P{Cntrl}*", message = "must not hold control characters")
            String name,

            @NotNull Set<Right> rights,
            @Nullable Instant expiresAt) {}

    record TokenAgency(AgencyId id, String name) {}

    /** @param lastUsedAt up to five minutes behind; null: never used */
    record TokenTimes(
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant revokedAt) {}

    /** @param token only in the answer that made it */
    record TokenView(
            TokenId id,
            String name,
            TokenAgency agency,
            Set<Right> rights,
            Token.State state,
            TokenTimes times,
            String createdBy,
            @Nullable String token) {

        /** Never prints the token. */
        @Override
        public String toString() {
            return "TokenView[" + id + "]";
        }
    }

    /** @param grantable the rights a token may carry */
    record TokenList(List<TokenView> items, int total, Set<Right> grantable) {}
}
