package org.vigilia.rules;

import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.rule.city.Source;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.DatastreamCard;

/**
 * One condition of one rule that judges datastreams.
 *
 * @param rule whose
 * @param agency of the rule; other agencies' datastreams never fit
 * @param step which step, 0 for the only one
 * @param fingerprint of the condition
 * @param condition neither seen nor a combination
 * @param source of the condition
 */
record Probe(RuleId rule, AgencyId agency, int step, long fingerprint, Condition condition, Source source) {

    /** Names the probe and what it looks for, in state that was written down. */
    String key() {
        return rule + "/" + step + "/" + fingerprint;
    }

    boolean fits(DatastreamCard card) {
        return card.enabled()
                && agency.equals(card.agency())
                && (source.datastreams().isEmpty() || source.datastreams().contains(card.id()))
                && (source.quantity() == null || source.quantity() == card.quantity())
                && near(card.place());
    }

    private boolean near(@org.jspecify.annotations.Nullable GeoPoint place) {
        GeoPoint middle = source.near();
        Double radius = source.radiusMetres();
        if (middle == null || radius == null) {
            return true;
        }
        return place != null && Earth.metres(middle, place) <= radius;
    }
}
