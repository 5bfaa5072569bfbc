package org.vigilia.server.registry;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.Rule;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;
import org.vigilia.contract.scene.Scene;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;
import org.vigilia.server.ServerSettings;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Agency;
import org.vigilia.server.identity.People;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** Where cameras are entered, changed, deleted and brought back. Each deed is checked, recorded and then published. */
@Component
class CameraDesk {

    /** What every deed needs. */
    @Component
    record Desk(
            ServerSettings.CameraAddresses allowed,
            TransactionOperations transaction,
            Audit audit,
            ApplicationEventPublisher events,
            Access access,
            People people) {}

    private final Cameras cameras;
    private final CameraStore store;
    private final Scenes scenes;
    private final Places places;
    private final PasswordVault vault;
    private final Desk desk;

    CameraDesk(Cameras cameras, CameraStore store, Scenes scenes, Places places, PasswordVault vault, Desk desk) {
        this.cameras = cameras;
        this.store = store;
        this.scenes = scenes;
        this.places = places;
        this.vault = vault;
        this.desk = desk;
    }

    /** Credentials of a camera, in the clear; held as shortly as possible. */
    record Login(@Nullable String userName, @Nullable String password) {

        /** Never prints credentials. */
        @Override
        public String toString() {
            return "Login[]";
        }
    }

    private record Draft(Camera camera, @Nullable String password) {

        @Override
        public String toString() {
            return "Draft[" + camera.id() + "]";
        }
    }

    Camera create(SignedIn by, CameraForm form) {
        AgencyId agency = form.agencyId() == null ? by.agencyId() : form.agencyId();
        desk.access().require(by, Right.EDIT_CAMERAS, "agency", agency.value(), agency);
        CameraId id = new CameraId(FreshId.of("c"));
        Draft draft = draft(by, id, agency, form, null, new Login(null, null));
        byte @Nullable [] sealed = draft.password == null ? null : vault.seal(id, draft.password);
        desk.transaction().executeWithoutResult(status -> {
            store.insert(draft.camera, sealed);
            scenes.save(firstScene(id), 0, by.id());
            desk.audit().record(Deed.done(by.who(), "camera.created").to("camera", id.value(), draft.camera.name()));
            desk.events().publishEvent(new CamerasChanged(id));
        });
        return draft.camera;
    }

    /** A camera that goes blind is news everywhere; the rule can be changed or removed like any other. */
    private static Scene firstScene(CameraId camera) {
        Rule trouble = new Rule(
                new RuleId(camera.value() + ".trouble"),
                RuleKind.CAMERA_TROUBLE,
                "",
                null,
                Severity.MAJOR,
                true,
                java.util.Set.of(),
                java.util.Map.of());
        return new Scene(camera, null, List.of(), List.of(), List.of(), List.of(trouble));
    }

    Camera change(SignedIn by, CameraId id, CameraForm form) {
        CameraStore.Stored before = cameras.stored(by, Right.EDIT_CAMERAS, id);
        AgencyId agency = form.agencyId() == null ? before.camera().agency().id() : form.agencyId();
        desk.access().require(by, Right.EDIT_CAMERAS, "agency", agency.value(), agency);
        Draft draft = draft(by, id, agency, form, before.camera(), login(before));
        byte @Nullable [] sealed = draft.password == null ? null : vault.seal(id, draft.password);
        desk.transaction().executeWithoutResult(status -> {
            store.update(draft.camera, sealed);
            desk.audit()
                    .record(Deed.done(by.who(), "camera.changed")
                            .to("camera", id.value(), draft.camera.name())
                            .because(form.streams().password() == null ? "" : "password replaced"));
            desk.events().publishEvent(new CamerasChanged(id));
        });
        return draft.camera;
    }

    void delete(SignedIn by, CameraId id) {
        Camera camera = cameras.get(by, Right.EDIT_CAMERAS, id);
        setDeleted(by, camera, true, "camera.deleted");
    }

    Camera restore(SignedIn by, CameraId id) {
        Camera camera = cameras.storedAlsoDeleted(by, Right.EDIT_CAMERAS, id).camera();
        setDeleted(by, camera, false, "camera.restored");
        return camera;
    }

    private void setDeleted(SignedIn by, Camera camera, boolean deleted, String action) {
        desk.transaction().executeWithoutResult(status -> {
            if (store.setDeleted(camera.id(), deleted)) {
                desk.audit()
                        .record(Deed.done(by.who(), action)
                                .to("camera", camera.id().value(), camera.name()));
                desk.events().publishEvent(new CamerasChanged(camera.id()));
            }
        });
    }

    /** The credentials media needs. */
    Login login(CameraStore.Stored stored) {
        byte[] sealed = stored.sealedPassword();
        return new Login(
                stored.camera().streams().userName(),
                sealed == null ? null : vault.open(stored.camera().id(), sealed).orElse(null));
    }

    private Draft draft(
            SignedIn by, CameraId id, AgencyId agencyId, CameraForm form, @Nullable Camera before, Login stored) {
        CameraForm.StreamsForm streams = form.streams();
        CameraAddress main = CameraAddress.parse("streams.mainUrl", streams.mainUrl(), desk.allowed());
        String sub = streams.subUrl() == null || streams.subUrl().isBlank()
                ? null
                : CameraAddress.parse("streams.subUrl", streams.subUrl(), desk.allowed())
                        .url();
        String user = firstText(streams.userName(), main.userName());
        String password = password(streams, main, sub, before, stored);
        Agency agency = desk.people()
                .findAgency(agencyId)
                .orElseThrow(() -> Problem.invalid("agencyId", "There is no agency '" + agencyId + "'."));
        Camera.Spot place = form.placeId() == null || form.placeId().isBlank()
                ? null
                : places.spot(form.placeId(), agencyId)
                        .orElseThrow(
                                () -> Problem.invalid("placeId", "The agency has no place '" + form.placeId() + "'."));
        Camera camera = new Camera(
                id,
                form.name().strip(),
                new Camera.Owner(agency.id(), agency.name()),
                place,
                form.location(),
                form.headingDegrees(),
                form.fieldOfViewDegrees(),
                form.rangeM(),
                new Camera.Streams(main.url(), sub, user, password != null),
                form.usualAnalysis(before == null ? null : before.analysis()));
        return new Draft(camera, password);
    }

    /** What was entered, what was in the address, or what is stored; the stored one never goes to another host. */
    private static @Nullable String password(
            CameraForm.StreamsForm streams,
            CameraAddress main,
            @Nullable String sub,
            @Nullable Camera before,
            Login stored) {
        String entered = streams.password() != null ? streams.password() : main.password();
        if (entered != null) {
            return entered.isEmpty() ? null : entered;
        }
        if (before == null || stored.password() == null) {
            return null;
        }
        boolean sameHost = CameraAddress.origin(main.url())
                        .equals(CameraAddress.origin(before.streams().mainUrl()))
                && Optional.ofNullable(sub)
                        .map(CameraAddress::origin)
                        .filter(origin -> !origin.equals(CameraAddress.origin(main.url())))
                        .filter(origin -> before.streams().subUrl() == null
                                || !origin.equals(
                                        CameraAddress.origin(before.streams().subUrl())))
                        .isEmpty();
        if (!sameHost) {
            throw Problem.invalid(
                    "streams.password",
                    "The address leads to another host: enter the password again, or leave it empty for none.");
        }
        return stored.password();
    }

    private static @Nullable String firstText(@Nullable String first, @Nullable String second) {
        if (first != null && !first.isBlank()) {
            return first.strip();
        }
        return second == null || second.isBlank() ? null : second;
    }
}
