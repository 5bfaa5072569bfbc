package org.vigilia.server.alerting.rules;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads rules that people or files write: what is left out is filled in, what is wrong is said with its place. */
@Component
class RuleForm {

    private final JsonMapper json;

    RuleForm(JsonMapper json) {
        this.json = json.rebuild()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    /**
     * A rule of an agency.
     *
     * @param id what it must be; null: the body's, or a new one
     * @throws Problem 400 naming the field
     */
    CityRule read(JsonNode body, AgencyId agency, @Nullable String id) {
        if (!(body instanceof ObjectNode object)) {
            throw Problem.invalid("", "A rule is an object with 'name' and 'when'.");
        }
        ObjectNode rule = object.deepCopy();
        String given = rule.path("agency").asString("");
        if (!given.isEmpty() && !given.equals(agency.value())) {
            throw Problem.invalid("agency", "A rule belongs to the agency of who writes it, '" + agency + "'.");
        }
        rule.put("agency", agency.value());
        String own = rule.path("id").asString("");
        if (id != null && !own.isEmpty() && !own.equals(id)) {
            throw Problem.invalid("id", "This is rule '" + id + "', not '" + own + "'.");
        }
        rule.put("id", id != null ? id : own.isEmpty() ? FreshId.of("city") : own);
        try {
            return json.treeToValue(rule, CityRule.class);
        } catch (JacksonException e) {
            String where = Problem.place(e);
            String what = Problem.cause(e);
            throw Problem.invalid(where, where.isEmpty() ? what : where + ": " + what);
        }
    }
}
