package org.vigilia.broker.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.Severity;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.rule.city.Source;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.contract.sensing.Quantity;

/**
 * Twenty rules that ordinary values never break, and the same written out as one plain loop over arrays: what judging
 * costs without an engine around it.
 */
final class BenchRules {

    private static final List<Quantity> JUDGED = List.of(
            Quantity.PM25,
            Quantity.PM10,
            Quantity.NO2,
            Quantity.O3,
            Quantity.TEMPERATURE,
            Quantity.HUMIDITY,
            Quantity.LAEQ);
    private static final double LIMIT = 50;
    private static final double CHANGE = 40;
    private static final double OVER_SECONDS = 60;
    private static final double SILENT_SECONDS = 600;

    private BenchRules() {}

    static Map<String, CityRule> twenty() {
        Map<String, CityRule> rules = new TreeMap<>();
        List<Condition> conditions = new ArrayList<>();
        for (Quantity quantity : JUDGED) {
            Source source = Source.of(quantity);
            conditions.add(new Condition.Threshold(source, Condition.Side.ABOVE, LIMIT, LIMIT - 5, 30.0));
            conditions.add(new Condition.RateOfChange(source, Condition.Side.ABOVE, CHANGE, OVER_SECONDS, 0.0));
            if (conditions.size() < 18) {
                conditions.add(new Condition.MissingData(source, SILENT_SECONDS));
            }
        }
        conditions.add(
                new Condition.Threshold(Source.of(Quantity.WIND_SPEED), Condition.Side.ABOVE, LIMIT, LIMIT - 5, 30.0));
        for (int i = 0; i < 20; i++) {
            String id = "bench-" + i;
            rules.put(
                    id,
                    new CityRule(
                            new RuleId(id), Load.AGENCY, id, Severity.MINOR, true, conditions.get(i), null, 0.0, null));
        }
        return rules;
    }

    /** One thread, arrays, no objects. Returns how many times a rule would have fired, so that nothing is optimised away. */
    static long plainLoop(List<Observation> observations, int datastreams) {
        long[] aboveSince = new long[datastreams + 1];
        double[] anchor = new double[datastreams + 1];
        long[] anchorAt = new long[datastreams + 1];
        long[] last = new long[datastreams + 1];
        long fired = 0;
        for (Observation o : observations) {
            int at = (int) o.datastream().value();
            if (at > datastreams || !o.numeric() || QualityFlag.unusable(o.quality())) {
                continue;
            }
            long now = o.at().toEpochMilli();
            if (o.value() > LIMIT) {
                aboveSince[at] = aboveSince[at] == 0 ? now : aboveSince[at];
                fired += now - aboveSince[at] >= 30_000 ? 1 : 0;
            } else if (o.value() < LIMIT - 5) {
                aboveSince[at] = 0;
            }
            if (now - anchorAt[at] > OVER_SECONDS * 1_000) {
                anchor[at] = o.value();
                anchorAt[at] = now;
            } else if (o.value() - anchor[at] > CHANGE) {
                fired++;
            }
            fired += last[at] > 0 && now - last[at] > SILENT_SECONDS * 1_000 ? 1 : 0;
            last[at] = now;
        }
        return fired;
    }
}
