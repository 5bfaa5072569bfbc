package org.vigilia.contract.rule;

/**
 * One number of a rule that people may turn.
 *
 * @param name as written in JSON and YAML
 * @param unit for people: "s", "persons/m²"
 * @param usual the default
 * @param min smallest allowed value, inclusive
 * @param max largest allowed value, inclusive
 * @param meaning one line of help
 */
public record RuleSetting(String name, String unit, double usual, double min, double max, String meaning) {

    static RuleSetting of(String name, String unit, double usual, double min, double max, String meaning) {
        return new RuleSetting(name, unit, usual, min, max, meaning);
    }
}
