package org.vigilia.sim.sensors;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.vigilia.contract.rule.city.CityRule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The rules that come with the town, as the product reads them. */
final class TownRules {

    private TownRules() {}

    static List<CityRule> read() throws IOException {
        YAMLMapper yaml = YAMLMapper.builder().build();
        try (InputStream in = Objects.requireNonNull(TownRules.class.getResourceAsStream("/town/rules.yml"))) {
            List<CityRule> rules = new ArrayList<>();
            for (JsonNode rule : yaml.readTree(in).path("rules")) {
                ((ObjectNode) rule).put("agency", "town");
                rules.add(yaml.treeToValue(rule, CityRule.class));
            }
            return rules;
        }
    }
}
