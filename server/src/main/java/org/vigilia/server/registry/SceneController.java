package org.vigilia.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.rule.Rule;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.RuleSetting;
import org.vigilia.contract.rule.Severity;
import org.vigilia.contract.scene.Scene;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** What is drawn in a camera's picture and asked of it, as JSON for the screen and as YAML for files. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "scenes")
class SceneController {

    /** What every change needs. */
    @org.springframework.stereotype.Component
    record Desk(TransactionOperations transaction, Audit audit, ApplicationEventPublisher events) {}

    private final Cameras cameras;
    private final Scenes scenes;
    private final SceneDocument document;
    private final Desk desk;

    SceneController(Cameras cameras, Scenes scenes, SceneDocument document, Desk desk) {
        this.cameras = cameras;
        this.scenes = scenes;
        this.document = document;
        this.desk = desk;
    }

    @GetMapping("/cameras/{id}/scene")
    @Requires(Right.SEE_SCENES)
    @Operation(operationId = "getScene", summary = "What is drawn in the picture; header ETag holds its version")
    ResponseEntity<Scene> get(SignedIn by, @PathVariable CameraId id) {
        cameras.get(by, Right.SEE_SCENES, id);
        Scenes.Versioned found = scenes.get(id);
        return ResponseEntity.ok().eTag(etag(found.version())).body(found.scene());
    }

    @PutMapping("/cameras/{id}/scene")
    @Requires(Right.EDIT_SCENES)
    @Operation(
            operationId = "changeScene",
            summary = "Replace the scene; with If-Match only while it still has that version (412 otherwise)")
    ResponseEntity<Scene> put(
            SignedIn by,
            @PathVariable CameraId id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String match,
            @RequestBody Scene scene) {
        Camera camera = cameras.get(by, Right.EDIT_SCENES, id);
        if (scene.camera() != null && !scene.camera().equals(id)) {
            throw Problem.invalid(
                    "camera", "This scene belongs to camera '" + scene.camera() + "', not to '" + id + "'.");
        }
        Scene own = new Scene(id, scene.calibration(), scene.zones(), scene.lines(), scene.lanes(), scene.rules());
        refuseTakenRules(own);
        return saved(by, camera, own, match);
    }

    @GetMapping(path = "/cameras/{id}/scene.yml", produces = "text/yaml")
    @Requires(Right.SEE_SCENES)
    @Operation(operationId = "exportScene", summary = "The scene as a file, as ./vigilia analyse reads it")
    ResponseEntity<String> export(SignedIn by, @PathVariable CameraId id) {
        cameras.get(by, Right.SEE_SCENES, id);
        Scenes.Versioned found = scenes.get(id);
        return ResponseEntity.ok()
                .eTag(etag(found.version()))
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"scene-" + id.value().replace(':', '-') + ".yml\"")
                .body(document.write(found.scene()));
    }

    @PutMapping(
            path = "/cameras/{id}/scene.yml",
            consumes = {"text/yaml", "application/yaml", "application/x-yaml"},
            produces = "application/json")
    @Requires(Right.EDIT_SCENES)
    @Operation(
            operationId = "importScene",
            summary = "Replace the scene by that of a file, also one written for another camera",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(mediaType = "text/yaml", schema = @Schema(type = "string"))))
    ResponseEntity<Scene> load(
            SignedIn by,
            @PathVariable CameraId id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String match,
            @RequestBody String text) {
        Camera camera = cameras.get(by, Right.EDIT_SCENES, id);
        Set<String> taken = scenes.listRulesOfOthers(
                        id, document.listRuleIds(text).stream().toList())
                .keySet();
        return saved(by, camera, document.read(text, id, taken), match);
    }

    @GetMapping("/rule-kinds")
    @Requires(Right.USE_SYSTEM)
    @Operation(operationId = "listRuleKinds", summary = "What can be looked for, with settings, units and limits")
    List<RuleKindView> kinds() {
        return Arrays.stream(RuleKind.values())
                .filter(kind -> kind.appliesTo() != RuleKind.Target.CITY)
                .map(kind -> new RuleKindView(kind, kind.appliesTo(), kind.usualSeverity(), kind.settings()))
                .toList();
    }

    private void refuseTakenRules(Scene scene) {
        List<Rule> rules = scene.rules();
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).id() == null) {
                throw Problem.invalid("rules[" + i + "].id", "Each rule needs an id of its own.");
            }
        }
        List<String> ids = rules.stream().map(rule -> rule.id().value()).toList();
        if (Set.copyOf(ids).size() < ids.size()) {
            throw Problem.invalid("rules", "Two rules have the same id.");
        }
        Map<String, String> taken = scenes.listRulesOfOthers(scene.camera(), ids);
        taken.forEach((rule, camera) -> {
            throw Problem.invalid("rules", "The rule id '" + rule + "' is taken by camera '" + camera + "'.");
        });
    }

    private ResponseEntity<Scene> saved(SignedIn by, Camera camera, Scene scene, @Nullable String match) {
        long before = scenes.get(camera.id()).version();
        long expected = match == null || match.equals("*") ? before : version(match);
        long now = expected != before ? -1 : save(by, camera, scene, expected);
        if (now < 0) {
            throw Problem.stale(
                    "Somebody else has changed this scene meanwhile. Load it again and repeat your change.");
        }
        return ResponseEntity.ok().eTag(etag(now)).body(scene);
    }

    private long save(SignedIn by, Camera camera, Scene scene, long expected) {
        Long saved = desk.transaction().execute(status -> {
            long version = scenes.save(scene, expected, by.id()).orElse(-1L);
            if (version > 0) {
                desk.audit()
                        .record(Deed.done(by.who(), "scene.changed")
                                .to("camera", camera.id().value(), camera.name())
                                .because("version " + version + ", "
                                        + scene.rules().size() + " rules"));
                desk.events().publishEvent(new CamerasChanged(camera.id()));
            }
            return version;
        });
        return saved == null ? -1 : saved;
    }

    private static String etag(long version) {
        return "\"" + version + "\"";
    }

    private static long version(String match) {
        try {
            return Long.parseLong(
                    match.replaceFirst("^W/", "").replace("\"", "").strip());
        } catch (NumberFormatException e) {
            return -2;
        }
    }

    /** @param settings what can be turned, with unit, usual value and limits */
    record RuleKindView(RuleKind kind, RuleKind.Target appliesTo, Severity usualSeverity, List<RuleSetting> settings) {}
}
