package org.vigilia.server.footage.pass;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** Passes for other players, for the people who make them. */
@RestController
@RequestMapping("/api/v1/footage/passes")
@Tag(name = "footage")
class PassController {

    private final PassDesk desk;
    private final Clock clock;

    PassController(PassDesk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    /**
     * A pass that is wished for.
     *
     * @param from left out: a minute before 'to', or a minute ago
     * @param to left out: it grows, for up to six hours after 'from'
     * @param validMinutes 1 to 1440; left out: 240
     */
    record NewPass(
            @NotNull CameraId camera,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Integer validMinutes) {}

    /**
     * A pass.
     *
     * @param user the user name; also the id of the pass
     * @param to null: it grows
     * @param usedAt when a player asked last, up to a minute behind; null: never
     * @param url what to open in a player
     * @param password only in the answer that made it
     */
    record PassView(
            String user,
            CameraId camera,
            Instant from,
            @Nullable Instant to,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant usedAt,
            PlayerPass.State state,
            String url,
            @Nullable String password) {

        /** Never prints the password. */
        @Override
        public String toString() {
            return "PassView[" + user + "]";
        }
    }

    @GetMapping
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "listPasses",
            summary = "My passes for other players, the newest first; those that are over are forgotten after a week")
    List<PassView> list(SignedIn by) {
        return desk.list(by).stream().map(pass -> view(pass, null)).toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "createPass",
            summary =
                    "Make a pass for players that cannot sign in: one camera, at most 6 hours of it, valid for at most"
                            + " 24. The answer holds user name and password for HTTP Basic; the password is shown once")
    ResponseEntity<PassView> create(SignedIn by, @Valid @RequestBody NewPass form) {
        Integer minutes = form.validMinutes();
        PassDesk.Fresh fresh = desk.make(
                by,
                new PassDesk.Wish(
                        form.camera(), form.from(), form.to(), minutes == null ? null : Duration.ofMinutes(minutes)));
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(view(fresh.pass(), fresh.secret().reveal()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(operationId = "revokePass", summary = "Refuse one of my passes from the next request on, for good")
    void revoke(SignedIn by, @PathVariable String id) {
        desk.revoke(by, id);
    }

    private PassView view(PlayerPass pass, @Nullable String password) {
        return new PassView(
                pass.id(),
                pass.what().camera(),
                pass.what().from(),
                pass.what().to(),
                pass.createdAt(),
                pass.expiresAt(),
                pass.usedAt(),
                pass.state(clock.instant()),
                "/api/v1/played/" + pass.id() + "/cameras/" + pass.what().camera() + "/hls.m3u8",
                password);
    }
}
