package org.vigilia.server.alerting.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.rule.Rule;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.server.Problem;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.registry.Cameras;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Rules as a YAML file: {@code rules:}, a list; an entry with {@code camera:} is a rule of that camera. Agencies are left
 * out, so that a file can be handed from one to another.
 */
@Component
class RuleFile {

    private static final int MAX_CHARS = 2_000_000;
    private static final int MAX_ENTRIES = 1_000;

    private final CityRules rules;
    private final RuleForm form;
    private final Cameras cameras;
    private final YAMLMapper yaml = YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .build();

    RuleFile(CityRules rules, RuleForm form, Cameras cameras) {
        this.rules = rules;
        this.form = form;
        this.cameras = cameras;
    }

    /** What an entry of a file does. */
    enum Change {
        NEW,
        CHANGED,
        SAME,
        REFUSED
    }

    /**
     * One entry.
     *
     * @param differences what would change, one line each
     * @param problem why it is refused; null when it is not
     */
    record Entry(
            @Nullable String id,
            String name,
            Change change,
            List<String> differences,
            @Nullable String problem) {}

    /** All entries of a file. */
    record Preview(List<Entry> items, long total, long refused) {}

    private record Read(
            Entry entry,
            @Nullable CityRule rule,
            @Nullable CameraId camera,
            @Nullable Rule ofCamera) {}

    String write(SignedIn person, Set<String> ids, boolean ofCameras) {
        ObjectNode file = yaml.createObjectNode();
        ArrayNode list = file.putArray("rules");
        for (CityRule rule : rules.listRules(person, ids)) {
            ObjectNode entry = yaml.valueToTree(rule);
            entry.remove("agency");
            list.add(entry);
        }
        if (ofCameras) {
            for (Cameras.CameraRule of : cameras.listRules(person)) {
                if (ids.isEmpty() || ids.contains(of.rule().id().value())) {
                    ObjectNode entry = yaml.createObjectNode();
                    entry.put("camera", of.camera().id().value());
                    entry.setAll((ObjectNode) yaml.valueToTree(of.rule()));
                    list.add(entry);
                }
            }
        }
        return yaml.writeValueAsString(file);
    }

    Preview preview(SignedIn person, String text) {
        return preview(read(person, text));
    }

    private static Preview preview(List<Read> read) {
        List<Entry> items = read.stream().map(Read::entry).toList();
        return new Preview(
                items,
                items.size(),
                items.stream().filter(e -> e.change() == Change.REFUSED).count());
    }

    /** Does it, all or nothing. @throws Problem 400 when any entry is refused */
    @Transactional
    public Preview load(SignedIn person, String text) {
        List<Read> read = read(person, text);
        Preview preview = preview(read);
        if (preview.refused() > 0) {
            Entry first = preview.items().stream()
                    .filter(e -> e.change() == Change.REFUSED)
                    .findFirst()
                    .orElseThrow();
            throw Problem.invalid(
                    "rules",
                    preview.refused() + " of " + preview.total() + " rules cannot be taken, so none was. The first is '"
                            + first.name() + "': " + first.problem());
        }
        for (Read one : read) {
            CityRule rule = one.rule();
            CameraId camera = one.camera();
            Rule ofCamera = one.ofCamera();
            if (one.entry().change() == Change.SAME) {
                continue;
            }
            if (rule != null && one.entry().change() == Change.NEW) {
                rules.create(person, rule);
            } else if (rule != null) {
                rules.change(person, rule);
            } else if (camera != null && ofCamera != null) {
                cameras.putRule(person, camera, ofCamera);
            }
        }
        return preview;
    }

    private List<Read> read(SignedIn person, String text) {
        if (text.length() > MAX_CHARS) {
            throw Problem.invalid("", "The file is longer than " + MAX_CHARS + " characters.");
        }
        JsonNode list;
        try {
            list = yaml.readTree(text).path("rules");
        } catch (JacksonException e) {
            throw Problem.invalid("", "The file is not YAML: " + Problem.cause(e));
        }
        if (!list.isArray() || list.isEmpty()) {
            throw Problem.invalid("rules", "The file holds no rules: it must have a list 'rules'.");
        }
        if (list.size() > MAX_ENTRIES) {
            throw Problem.invalid("rules", "A file may hold " + MAX_ENTRIES + " rules, but has " + list.size() + ".");
        }
        List<Read> read = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonNode node : list) {
            String id = node.path("id").asString("");
            if (!id.isEmpty() && !seen.add(id)) {
                read.add(refused(node, "the file has two rules with this id"));
            } else {
                read.add(readOne(person, node));
            }
        }
        return read;
    }

    private Read readOne(SignedIn person, JsonNode node) {
        try {
            return node.has("camera") ? readOfCamera(person, node) : readOfCity(person, node);
        } catch (Problem e) {
            return refused(node, String.valueOf(e.getBody().getDetail()));
        }
    }

    private static Read refused(JsonNode node, String why) {
        String id = node.path("id").asString("");
        return new Read(
                new Entry(
                        id.isEmpty() ? null : id,
                        node.path("name").asString(id.isEmpty() ? "?" : id),
                        Change.REFUSED,
                        List.of(),
                        why),
                null,
                null,
                null);
    }

    private Read readOfCity(SignedIn person, JsonNode node) {
        CityRule rule = form.read(node, person.agencyId(), null);
        CityRuleStore.Stored before = rules.findAny(rule.id());
        if (before != null && !before.rule().agency().equals(person.agencyId())) {
            return refused(node, "this id belongs to a rule of another agency; leave 'id' out to make a new rule");
        }
        if (before == null || before.removed()) {
            return new Read(new Entry(rule.id().value(), rule.name(), Change.NEW, List.of(), null), rule, null, null);
        }
        Change change = before.rule().equals(rule) ? Change.SAME : Change.CHANGED;
        List<String> differences = change == Change.CHANGED
                ? differences(yaml.valueToTree(before.rule()), yaml.valueToTree(rule))
                : List.of();
        return new Read(new Entry(rule.id().value(), rule.name(), change, differences, null), rule, null, null);
    }

    private Read readOfCamera(SignedIn person, JsonNode node) {
        CameraId camera;
        Rule rule;
        try {
            camera = new CameraId(node.path("camera").asString(""));
            ObjectNode body = ((ObjectNode) node).deepCopy();
            body.remove("camera");
            rule = yaml.treeToValue(body, Rule.class);
        } catch (JacksonException e) {
            return refused(node, Problem.cause(e));
        } catch (IllegalArgumentException e) {
            return refused(node, String.valueOf(e.getMessage()));
        }
        if (rule.id() == null) {
            return refused(node, "a camera's rule needs an 'id'");
        }
        cameras.get(person, Right.EDIT_SCENES, camera);
        String problem = cameras.problemOf(camera, rule);
        if (problem != null) {
            return refused(node, problem);
        }
        Rule before = cameras.findRule(camera, rule.id()).orElse(null);
        Change change = before == null ? Change.NEW : before.equals(rule) ? Change.SAME : Change.CHANGED;
        List<String> differences =
                change == Change.CHANGED ? differences(yaml.valueToTree(before), yaml.valueToTree(rule)) : List.of();
        return new Read(new Entry(rule.id().value(), rule.name(), change, differences, null), null, camera, rule);
    }

    private static List<String> differences(JsonNode before, JsonNode after) {
        Set<String> names = new TreeSet<>();
        for (Iterator<String> i = before.propertyNames().iterator(); i.hasNext(); ) {
            names.add(i.next());
        }
        for (Iterator<String> i = after.propertyNames().iterator(); i.hasNext(); ) {
            names.add(i.next());
        }
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            JsonNode a = before.path(name);
            JsonNode b = after.path(name);
            if (!a.equals(b)) {
                lines.add(name + ": " + shown(a) + " → " + shown(b));
            }
        }
        return lines;
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() || node.isNull() ? "nothing" : node.toString();
        return text.length() > 160 ? text.substring(0, 157) + "…" : text;
    }
}
