package org.vigilia.server.footage.keep;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.footage.play.Door;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.registry.Camera;
import org.vigilia.server.registry.Cameras;
import org.vigilia.server.registry.CamerasChanged;

/** Policies and legal holds over HTTP. */
@RestController
@RequestMapping("/api/v1/footage")
@Tag(name = "footage")
class KeepingController {

    private final Policies policies;
    private final Holds holds;
    private final Door door;
    private final Desk desk;

    /** Who may, where it is written down, and who is told. */
    @Component
    record Desk(Access access, Cameras cameras, Audit audit, ApplicationEventPublisher events) {}

    KeepingController(Policies policies, Holds holds, Door door, Desk desk) {
        this.policies = policies;
        this.holds = holds;
        this.door = door;
        this.desk = desk;
    }

    @GetMapping("/cameras/{id}/policy")
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(operationId = "getFootagePolicy", summary = "How a camera's recordings are made and kept")
    Policy policy(SignedIn by, @PathVariable CameraId id) {
        door.open(by, id);
        return policies.policy(id);
    }

    @PutMapping("/cameras/{id}/policy")
    @Requires(Right.MANAGE_FOOTAGE)
    @Transactional
    @Operation(
            operationId = "changeFootagePolicy",
            summary = "Change how a camera's recordings are made and kept; what is older than keepDays goes soon after")
    Policy changePolicy(SignedIn by, @PathVariable CameraId id, @Valid @RequestBody Policy form) {
        Camera camera = desk.cameras().get(by, Right.MANAGE_FOOTAGE, id);
        Policy policy = form.withCard(CardAddress.checked("cardUrl", form.cardUrl(), camera));
        if (policy.mode() == Policy.Mode.SCHEDULE && policy.schedule().isEmpty()) {
            throw Problem.invalid("schedule", "A schedule needs at least one stretch of days and times.");
        }
        Policy before = policies.policy(id);
        policies.put(id, policy, by.name());
        desk.audit()
                .record(Deed.done(by.who(), "footage.policy-changed")
                        .to("camera", id.value(), camera.name())
                        .because(before + " → " + policy));
        desk.events().publishEvent(new CamerasChanged(id));
        return policy;
    }

    /** A new legal hold. @param to null: until it is ended */
    record HoldForm(
            @NotNull @Size(min = 1, max = 500) List<@NotNull CameraId> cameras,
            @NotNull Instant from,
            @Nullable Instant to,
            @NotBlank @Size(max = 1000) String why) {}

    @GetMapping("/holds")
    @Requires(Right.MANAGE_FOOTAGE)
    @Operation(operationId = "listHolds", summary = "Legal holds, those that hold first")
    List<Holds.Hold> listHolds(SignedIn by) {
        return holds.list(desk.access().limit(by, Right.MANAGE_FOOTAGE).orElse(null));
    }

    @PostMapping("/holds")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(Right.MANAGE_FOOTAGE)
    @Transactional
    @Operation(
            operationId = "addHold",
            summary = "Hold footage: no rule deletes it until somebody ends the hold and says why")
    Holds.Hold hold(SignedIn by, @Valid @RequestBody HoldForm form) {
        if (form.to() != null && !form.from().isBefore(form.to())) {
            throw Problem.invalid("to", "'to' must be later than 'from'.");
        }
        List<Camera> cameras = form.cameras().stream()
                .distinct()
                .map(id -> desk.cameras().getAlsoDeleted(by, Right.MANAGE_FOOTAGE, id))
                .toList();
        AgencyId owner = cameras.get(0).agency().id();
        if (cameras.stream().anyMatch(camera -> !camera.agency().id().equals(owner))) {
            throw Problem.invalid("cameras", "The cameras of one hold must be of one agency.");
        }
        String id = holds.add(
                owner,
                cameras.stream().map(Camera::id).toList(),
                form.from(),
                form.to(),
                form.why().strip(),
                by.displayName());
        for (Camera camera : cameras) {
            desk.audit()
                    .record(Deed.done(by.who(), "footage.held")
                            .to("camera", camera.id().value(), camera.name())
                            .because("hold " + id + " from " + form.from() + " to " + form.to() + ": " + form.why()));
        }
        return holds.find(id).orElseThrow();
    }

    @DeleteMapping("/holds/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Right.MANAGE_FOOTAGE)
    @Transactional
    @Operation(operationId = "endHold", summary = "End a legal hold, with a reason")
    void endHold(SignedIn by, @PathVariable String id, @RequestParam(defaultValue = "") String reason) {
        AgencyId owner = holds.findOwner(id).orElseThrow(() -> Problem.notFound("hold", id));
        desk.access().require(by, Right.MANAGE_FOOTAGE, "hold", id, owner);
        if (reason.isBlank()) {
            throw Problem.invalid("reason", "A hold ends only with a reason.");
        }
        if (!holds.end(id, by.displayName(), reason.strip())) {
            throw Problem.conflict("This hold has ended already.");
        }
        desk.audit()
                .record(Deed.done(by.who(), "footage.hold-ended")
                        .to("hold", id, null)
                        .because(reason.strip()));
    }
}
