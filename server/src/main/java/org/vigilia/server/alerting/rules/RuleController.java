package org.vigilia.server.alerting.rules;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.server.Problem;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import tools.jackson.databind.JsonNode;

/** Rules over HTTP. */
@RestController
@RequestMapping("/api/v1/rules")
@Tag(name = "rules", description = "What is looked for in the facts of the whole city")
class RuleController {

    private final CityRules rules;
    private final RuleForm form;
    private final RuleFile file;
    private final BackTests backTests;

    RuleController(CityRules rules, RuleForm form, RuleFile file, BackTests backTests) {
        this.rules = rules;
        this.form = form;
        this.file = file;
        this.backTests = backTests;
    }

    /** One page of rules, by name. @param next for the next page; null on the last */
    record RulePage(
            List<RuleView> items, long total, @Nullable String next) {}

    @GetMapping
    @Requires(Right.SEE_ALERTS)
    @Operation(operationId = "listRules", summary = "Rules of the own agency, of sensors and of cameras, by name")
    RulePage list(
            SignedIn person,
            @RequestParam(defaultValue = "") String search,
            @RequestParam(required = false) @Nullable RuleKind kind,
            @RequestParam(required = false) CityRules.@Nullable State state,
            @RequestParam(required = false) @Nullable Boolean camera,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String before) {
        if (limit < 1 || limit > 500) {
            throw Problem.invalid("limit", "'limit' must be 1 to 500, but is " + limit + ".");
        }
        List<RuleView> all = rules.list(person, new CityRules.Filter(search, kind, state, camera));
        int from = 0;
        if (before != null) {
            while (from < all.size() && !all.get(from).id().value().equals(before)) {
                from++;
            }
            from++;
        }
        int begin = Math.min(from, all.size());
        int end = Math.min(begin + limit, all.size());
        String next = end < all.size() ? all.get(end - 1).id().value() : null;
        return new RulePage(all.subList(begin, end), all.size(), next);
    }

    @GetMapping("/{id}")
    @Requires(Right.SEE_ALERTS)
    @Operation(operationId = "getRule", summary = "One rule over the city's facts")
    RuleView get(SignedIn person, @PathVariable String id) {
        return rules.get(person, id(id));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(Right.EDIT_SCENES)
    @Operation(
            operationId = "createRule",
            summary = "Write a rule; it is live within two seconds. 'id' and 'agency' may be left out",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = CityRule.class))))
    RuleView create(SignedIn person, @RequestBody JsonNode body) {
        return rules.create(person, form.read(body, person.agencyId(), null));
    }

    @PutMapping("/{id}")
    @Requires(Right.EDIT_SCENES)
    @Operation(
            operationId = "changeRule",
            summary = "Replace a rule; when its condition changes, its open alerts end",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = CityRule.class))))
    RuleView change(SignedIn person, @PathVariable String id, @RequestBody JsonNode body) {
        return rules.change(person, form.read(body, person.agencyId(), id(id).value()));
    }

    @PatchMapping("/{id}")
    @Requires(Right.EDIT_SCENES)
    @Operation(operationId = "switchRule", summary = "Switch a rule on or off")
    RuleView switchTo(SignedIn person, @PathVariable String id, @RequestBody RuleSwitch wanted) {
        if (wanted.enabled() == null) {
            throw Problem.invalid("enabled", "Say 'enabled': true or false.");
        }
        return rules.switchTo(person, id(id), wanted.enabled());
    }

    /** On or off. */
    record RuleSwitch(Boolean enabled) {}

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Right.EDIT_SCENES)
    @Operation(operationId = "removeRule", summary = "Remove a rule; its open alerts end. Can be taken back")
    void remove(SignedIn person, @PathVariable String id) {
        rules.remove(person, id(id));
    }

    @PostMapping("/{id}/restore")
    @Requires(Right.EDIT_SCENES)
    @Operation(operationId = "restoreRule", summary = "Take removing a rule back")
    RuleView restore(SignedIn person, @PathVariable String id) {
        return rules.restore(person, id(id));
    }

    /** Rules to begin with. */
    record RuleTemplateList(List<RuleTemplates.Template> items, long total) {}

    @GetMapping("/templates")
    @Requires(Right.SEE_ALERTS)
    @Operation(operationId = "listRuleTemplates", summary = "Rules to begin with, for each kind of sensor")
    RuleTemplateList templates(SignedIn person) {
        List<RuleTemplates.Template> items = RuleTemplates.list(person.agencyId());
        return new RuleTemplateList(items, items.size());
    }

    @GetMapping(path = "/export", produces = "application/yaml")
    @Requires(Right.SEE_SCENES)
    @Operation(operationId = "exportRules", summary = "Rules as a YAML file: those named, or all")
    ResponseEntity<String> export(
            SignedIn person,
            @RequestParam(required = false) @Nullable Set<String> ids,
            @RequestParam(defaultValue = "false") boolean camera) {
        return ResponseEntity.ok()
                .header("Content-Disposition", "attachment; filename=\"rules.yml\"")
                .body(file.write(person, ids == null ? Set.of() : ids, camera));
    }

    @PostMapping("/import/preview")
    @Requires(Right.EDIT_SCENES)
    @Operation(
            operationId = "previewRuleImport",
            summary = "What a YAML file of rules would change",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(mediaType = "text/plain", schema = @Schema(type = "string"))))
    RuleFile.Preview preview(SignedIn person, @RequestBody String text) {
        return file.preview(person, text);
    }

    @PostMapping("/import")
    @Requires(Right.EDIT_SCENES)
    @Operation(
            operationId = "importRules",
            summary = "Take the rules of a YAML file, all or none (400 when any is refused)",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(mediaType = "text/plain", schema = @Schema(type = "string"))))
    RuleFile.Preview load(SignedIn person, @RequestBody String text) {
        return file.load(person, text);
    }

    /** What to try on which time. */
    record RuleTrial(
            @Schema(implementation = CityRule.class) JsonNode rule, Instant from, Instant to) {}

    @PostMapping("/backtest")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Requires(Right.EDIT_SCENES)
    @Operation(operationId = "beginBackTest", summary = "Try a rule on stored facts of up to seven days")
    BackTest begin(SignedIn person, @RequestBody RuleTrial trial) {
        if (trial.rule() == null || trial.from() == null || trial.to() == null) {
            throw Problem.invalid("rule", "A back-test needs 'rule', 'from' and 'to'.");
        }
        return backTests.begin(person, form.read(trial.rule(), person.agencyId(), null), trial.from(), trial.to());
    }

    @GetMapping("/backtests/{id}")
    @Requires(Right.EDIT_SCENES)
    @Operation(operationId = "getBackTest", summary = "How far a back-test is and what it has found")
    BackTest backTest(SignedIn person, @PathVariable String id) {
        return backTests.get(person, id);
    }

    @DeleteMapping("/backtests/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Right.EDIT_SCENES)
    @Operation(operationId = "cancelBackTest", summary = "Stop a back-test; what it has found stays")
    void cancel(SignedIn person, @PathVariable String id) {
        backTests.cancel(person, id);
    }

    private static RuleId id(String text) {
        try {
            return new RuleId(text);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("rule", "?");
        }
    }
}
