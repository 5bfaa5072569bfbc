package org.vigilia.server.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PersonId;
import org.vigilia.contract.rule.Rule;
import org.vigilia.contract.scene.Scene;
import tools.jackson.databind.json.JsonMapper;

/** What is drawn in the cameras' pictures and asked of them, in all its versions. Safe for use by many threads. */
@Component
class Scenes {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Scenes(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @param version 0 while nothing was ever drawn */
    record Versioned(Scene scene, long version) {}

    Versioned get(CameraId camera) {
        return jdbc.sql("select version, scene from scene where camera_id = ? order by version desc limit 1")
                .param(camera.value())
                .query((row, n) ->
                        new Versioned(json.readValue(row.getString("scene"), Scene.class), row.getLong("version")))
                .optional()
                .orElseGet(() -> new Versioned(Scene.empty(camera), 0));
    }

    /**
     * Adds a version.
     *
     * @param expected the version it replaces
     * @return the new version; empty when somebody else was faster
     */
    Optional<Long> save(Scene scene, long expected, @Nullable PersonId by) {
        int changed = jdbc.sql("update camera set scene_version = ? + 1, publish_wanted = publish_wanted + 1"
                        + " where id = ? and scene_version = ?")
                .param(expected)
                .param(scene.camera().value())
                .param(expected)
                .update();
        if (changed == 0) {
            return Optional.empty();
        }
        jdbc.sql("insert into scene (camera_id, version, scene, person_id) values (?, ?, cast(? as jsonb), ?)")
                .param(scene.camera().value())
                .param(expected + 1)
                .param(json.writeValueAsString(scene))
                .param(by == null ? null : by.value())
                .update();
        return Optional.of(expected + 1);
    }

    /** The rules in the newest scenes of all cameras. */
    Map<CameraId, List<Rule>> listRules() {
        Map<CameraId, List<Rule>> found = new LinkedHashMap<>();
        jdbc.sql("select s.camera_id, s.scene from scene s join camera c on s.camera_id = c.id"
                        + " and s.version = c.scene_version")
                .query((java.sql.ResultSet row) -> {
                    found.put(
                            new CameraId(row.getString("camera_id")),
                            json.readValue(row.getString("scene"), Scene.class).rules());
                });
        return found;
    }

    /** Ids of rules in the newest scenes of other cameras, each with the camera's name. */
    Map<String, String> listRulesOfOthers(CameraId camera, List<String> ids) {
        Map<String, String> found = new LinkedHashMap<>();
        if (ids.isEmpty()) {
            return found;
        }
        jdbc.sql("""
                select r.rule ->> 'id' rule_id, c.name
                from camera c
                join scene s on s.camera_id = c.id and s.version = c.scene_version
                cross join lateral jsonb_array_elements(s.scene -> 'rules') r(rule)
                where c.id <> :camera and r.rule ->> 'id' in (:ids)
                """).param("camera", camera.value()).param("ids", ids).query((java.sql.ResultSet row) -> {
            found.put(row.getString("rule_id"), row.getString("name"));
        });
        return found;
    }
}
