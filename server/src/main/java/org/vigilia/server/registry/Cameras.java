package org.vigilia.server.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.Rule;
import org.vigilia.contract.scene.Scene;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/**
 * The cameras of the city, for the other rooms. Deleted cameras are not found. Safe for use by many threads; reads the
 * database each time.
 */
@Component
public class Cameras {

    private final CameraStore store;
    private final Scenes scenes;
    private final Access access;
    private final SceneController.Desk desk;

    Cameras(CameraStore store, Scenes scenes, Access access, SceneController.Desk desk) {
        this.store = store;
        this.scenes = scenes;
        this.access = access;
        this.desk = desk;
    }

    /** A camera, whoever asks: for the server's own use. */
    public Optional<Camera> find(CameraId id) {
        return store.find(id).filter(c -> !c.deleted()).map(CameraStore.Stored::camera);
    }

    /** The cameras the caller may see, by name. */
    public List<Camera> list(Caller by) {
        return store.list(access.limit(by, Right.SEE_CAMERAS).orElse(null)).stream()
                .map(CameraStore.Stored::camera)
                .toList();
    }

    /** All cameras, whoever asks: for the server's own use. */
    public List<Camera> listAll() {
        return store.list(null).stream().map(CameraStore.Stored::camera).toList();
    }

    /** A camera on which the caller has the right; throws {@link Problem} 404 or 403, and records the refusal. */
    public Camera get(Caller by, Right right, CameraId id) {
        return stored(by, right, id).camera();
    }

    /** A rule that is in force for a camera. */
    public Optional<Rule> findRule(CameraId camera, RuleId rule) {
        return scenes.get(camera).scene().rules().stream()
                .filter(r -> r.id().equals(rule))
                .findFirst();
    }

    /** A rule and the camera whose it is. */
    public record CameraRule(Camera camera, Rule rule) {}

    /** The rules of all cameras whose scenes a person may see. */
    public List<CameraRule> listRules(SignedIn person) {
        Map<CameraId, List<Rule>> rules = scenes.listRules();
        return store.list(access.limit(person, Right.SEE_SCENES).orElse(null)).stream()
                .map(CameraStore.Stored::camera)
                .flatMap(camera ->
                        rules.getOrDefault(camera.id(), List.of()).stream().map(rule -> new CameraRule(camera, rule)))
                .toList();
    }

    /** Why a rule cannot be one of a camera's; null when it can. */
    public @Nullable String problemOf(CameraId camera, Rule rule) {
        Map<String, String> taken =
                scenes.listRulesOfOthers(camera, List.of(rule.id().value()));
        if (!taken.isEmpty()) {
            return "the rule id '" + rule.id() + "' is taken by camera '"
                    + taken.values().iterator().next() + "'";
        }
        try {
            with(scenes.get(camera).scene(), rule);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /** Adds a rule to a camera's scene, or puts it in the place of the one with the same id; recorded and published. */
    public void putRule(SignedIn by, CameraId id, Rule rule) {
        Camera camera = get(by, Right.EDIT_SCENES, id);
        Scenes.Versioned before = scenes.get(id);
        long version = scenes.save(with(before.scene(), rule), before.version(), by.id())
                .orElseThrow(() -> Problem.stale("Somebody else has changed this scene meanwhile. Try it again."));
        desk.audit()
                .record(Deed.done(by.who(), "scene.changed")
                        .to("camera", id.value(), camera.name())
                        .because("version " + version + ", rule '" + rule.name() + "' from a file"));
        desk.events().publishEvent(new CamerasChanged(id));
    }

    private static Scene with(Scene scene, Rule rule) {
        List<Rule> rules = new ArrayList<>(scene.rules());
        rules.removeIf(r -> r.id().equals(rule.id()));
        rules.add(rule);
        return new Scene(scene.camera(), scene.calibration(), scene.zones(), scene.lines(), scene.lanes(), rules);
    }

    /** The same, also when the camera was deleted: what it recorded is still there. */
    public Camera getAlsoDeleted(Caller by, Right right, CameraId id) {
        return storedAlsoDeleted(by, right, id).camera();
    }

    CameraStore.Stored stored(Caller by, Right right, CameraId id) {
        CameraStore.Stored found = storedAlsoDeleted(by, right, id);
        if (found.deleted()) {
            throw Problem.notFound("camera", id.value());
        }
        return found;
    }

    CameraStore.Stored storedAlsoDeleted(Caller by, Right right, CameraId id) {
        CameraStore.@Nullable Stored found = store.find(id).orElse(null);
        if (found == null) {
            throw Problem.notFound("camera", id.value());
        }
        access.require(by, right, "camera", id.value(), found.camera().agency().id());
        return found;
    }
}
