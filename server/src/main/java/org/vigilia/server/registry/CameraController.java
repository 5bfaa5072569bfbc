package org.vigilia.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.validation.annotation.Validated;
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
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.Problem;
import org.vigilia.server.ServerSettings;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** Cameras: seen by everybody of their agency, entered and changed by administrators. */
@RestController
@RequestMapping("/api/v1/cameras")
@Tag(name = "cameras")
class CameraController {

    private final Cameras cameras;
    private final CameraDesk desk;
    private final CameraStates states;
    private final ConnectionTest test;
    private final Guard guard;

    /** Who may, what is allowed, and where it is written down. */
    @org.springframework.stereotype.Component
    record Guard(Access access, ServerSettings.CameraAddresses allowed, Audit audit) {}

    CameraController(Cameras cameras, CameraDesk desk, CameraStates states, ConnectionTest test, Guard guard) {
        this.cameras = cameras;
        this.desk = desk;
        this.states = states;
        this.test = test;
        this.guard = guard;
    }

    @GetMapping
    @Requires(Right.SEE_CAMERAS)
    @Operation(operationId = "listCameras", summary = "The cameras one may see, by name, with their health")
    CameraPage list(
            Caller by,
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(defaultValue = "1000") int limit) {
        Stream<Camera> found = cameras.list(by).stream();
        if (search != null && !search.isBlank()) {
            String words = search.strip().toLowerCase(Locale.ROOT);
            found = found.filter(
                    c -> (c.name() + " " + (c.place() == null ? "" : c.place().name()))
                            .toLowerCase(Locale.ROOT)
                            .contains(words));
        }
        List<CameraView> all = found.map(c -> view(by, c)).toList();
        return new CameraPage(all.stream().limit(Math.max(1, limit)).toList(), all.size());
    }

    @GetMapping("/{id}")
    @Requires(Right.SEE_CAMERAS)
    @Operation(operationId = "getCamera", summary = "One camera with its health")
    CameraView get(Caller by, @PathVariable CameraId id) {
        return view(by, cameras.get(by, Right.SEE_CAMERAS, id));
    }

    @PostMapping
    @Requires(Right.EDIT_CAMERAS)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "createCamera", summary = "Add a camera; its password is sealed and never shown again")
    CameraView create(SignedIn by, @Validated @RequestBody CameraForm form) {
        return view(by, desk.create(by, form));
    }

    @PutMapping("/{id}")
    @Requires(Right.EDIT_CAMERAS)
    @Operation(operationId = "changeCamera", summary = "Change a camera; without a password the stored one stays")
    CameraView change(SignedIn by, @PathVariable CameraId id, @Validated @RequestBody CameraForm form) {
        return view(by, desk.change(by, id, form));
    }

    @DeleteMapping("/{id}")
    @Requires(Right.EDIT_CAMERAS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "deleteCamera", summary = "Delete a camera; it can be restored")
    void delete(SignedIn by, @PathVariable CameraId id) {
        desk.delete(by, id);
        states.forget(id);
    }

    @PostMapping("/{id}/restore")
    @Requires(Right.EDIT_CAMERAS)
    @Operation(operationId = "restoreCamera", summary = "Bring a deleted camera back, with its scene and password")
    CameraView restore(SignedIn by, @PathVariable CameraId id) {
        return view(by, desk.restore(by, id));
    }

    @PostMapping("/test")
    @Requires(Right.EDIT_CAMERAS)
    @Operation(operationId = "testCamera", summary = "Try an address before it is saved, or a stored camera")
    ConnectionTest.Finding test(SignedIn by, @Validated @RequestBody Trial trial) {
        CameraStore.Stored stored =
                trial.cameraId() == null ? null : cameras.stored(by, Right.EDIT_CAMERAS, trial.cameraId());
        String url = trial.mainUrl() != null && !trial.mainUrl().isBlank()
                ? trial.mainUrl()
                : stored == null ? "" : stored.camera().streams().mainUrl();
        CameraAddress address = CameraAddress.parse("mainUrl", url, guard.allowed());
        ConnectionTest.Finding finding = test.run(address.url(), login(trial, address, stored));
        guard.audit()
                .record(Deed.done(by.who(), "camera.tested")
                        .to(
                                "camera",
                                trial.cameraId() == null
                                        ? "new"
                                        : trial.cameraId().value(),
                                address.url())
                        .because(finding.ok() ? "video came" : finding.detail()));
        return finding;
    }

    /** What was entered, else what is stored; the stored password never goes to another host. */
    private CameraDesk.Login login(Trial trial, CameraAddress address, CameraStore.@Nullable Stored stored) {
        String user = trial.userName() != null ? trial.userName() : address.userName();
        String password = trial.password() != null ? trial.password() : address.password();
        if (stored == null || password != null) {
            return new CameraDesk.Login(user, password);
        }
        Camera.Streams known = stored.camera().streams();
        if (!CameraAddress.origin(address.url()).equals(CameraAddress.origin(known.mainUrl()))) {
            throw Problem.invalid("password", "The address leads to another host: enter the password to try it.");
        }
        return new CameraDesk.Login(
                user == null ? known.userName() : user, desk.login(stored).password());
    }

    private CameraView view(Caller by, Camera camera) {
        boolean editor =
                guard.access().may(by, Right.EDIT_CAMERAS, camera.agency().id());
        return CameraView.of(camera, states.get(camera.id()), editor);
    }

    record CameraPage(List<CameraView> items, int total) {}

    /** @param cameraId take what is left out from this camera */
    record Trial(
            @Nullable CameraId cameraId,
            @Nullable @Size(max = 2000) String mainUrl,
            @Nullable @Size(max = 200) String userName,
            @Nullable @Size(max = 200) String password) {

        /** Never prints credentials. */
        @Override
        public String toString() {
            return "Trial[" + cameraId + "]";
        }
    }
}
