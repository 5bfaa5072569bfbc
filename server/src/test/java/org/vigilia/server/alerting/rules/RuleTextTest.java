package org.vigilia.server.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.sensing.SensorKind;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Rules in words, and those to begin with. */
class RuleTextTest {

    private static final AgencyId CITY = new AgencyId("city");

    private static String text(String name) {
        return RuleTemplates.list(CITY).stream()
                .filter(t -> t.name().equals(name))
                .map(t -> RuleText.of(t.rule()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRuleIsOneSentence() {
        assertThat(text("Much fine dust")).isEqualTo("Fine particles (pm2.5) is above 50 µg/m³ for 30 min.");
        assertThat(text("Water rises fast")).isEqualTo("Water level rises by more than 0.5 m within 1 h.");
        assertThat(text("Smell and a full bin nearby"))
                .isEqualTo("Odour intensity is above 3, and fill level is above 80 %, within 30 min and 300 m.");
        assertThat(text("Door open at night")).isEqualTo("Door open is above 0.5 for 1 min, only from 22:00 to 06:00.");
        assertThat(text("Smoke sensor silent")).isEqualTo("Smoke obscuration sends nothing usable for 3 min.");
    }

    @Test
    void everyKindOfSensorHasARuleToBeginWith() {
        Set<SensorKind> kinds = RuleTemplates.list(CITY).stream()
                .map(RuleTemplates.Template::kind)
                .collect(Collectors.toSet());
        assertThat(kinds)
                .containsAll(Arrays.stream(SensorKind.values())
                        .filter(kind -> kind != SensorKind.GENERIC)
                        .toList());
        assertThat(RuleTemplates.list(CITY).stream().map(RuleTemplates.Template::name))
                .doesNotHaveDuplicates();
    }

    @Test
    void rulesSurviveJsonAndYaml() {
        JsonMapper json = JsonMapper.builder().build();
        YAMLMapper yaml = YAMLMapper.builder().build();
        for (RuleTemplates.Template template : RuleTemplates.list(CITY)) {
            CityRule rule = template.rule();
            assertThat(json.readValue(json.writeValueAsString(rule), CityRule.class))
                    .isEqualTo(rule);
            assertThat(yaml.readValue(yaml.writeValueAsString(rule), CityRule.class))
                    .isEqualTo(rule);
            assertThat(rule.when()).isInstanceOf(Condition.class);
        }
    }
}
