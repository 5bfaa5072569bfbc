package org.vigilia.server.registry;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.Rule;
import org.vigilia.server.Problem;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Right;

/**
 * The cameras of the city, for the other rooms. Deleted cameras are not found. Safe for use by many threads; reads the
 * database each time.
 */
@Component
public class Cameras {

    private final CameraStore store;
    private final Scenes scenes;
    private final Access access;

    Cameras(CameraStore store, Scenes scenes, Access access) {
        this.store = store;
        this.scenes = scenes;
        this.access = access;
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
