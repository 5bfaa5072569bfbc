package org.vigilia.server.sensing.things;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.server.sensing.KnownDatastreams;
import org.vigilia.server.sensing.query.BadQuery;

/** Looks at what clients say before it is stored: the one place through which observations by HTTP pass. */
@Component
public class Scrutiny {

    private final KnownDatastreams datastreams;

    Scrutiny(KnownDatastreams datastreams) {
        this.datastreams = datastreams;
    }

    /** The same, with their quality. @throws BadQuery for a datastream that is switched off */
    public List<Observation> examine(List<Observation> observations) {
        List<Observation> examined = new ArrayList<>(observations.size());
        for (Observation observation : observations) {
            DatastreamCard card =
                    datastreams.find(observation.datastream()).orElse(null);
            if (card != null && !card.enabled()) {
                throw new BadQuery("The Datastream " + observation.datastream() + " is switched off.");
            }
            boolean outside = card != null
                    && observation.numeric()
                    && (observation.value() < card.min() || observation.value() > card.max());
            examined.add(outside ? observation.withQuality(QualityFlag.OUT_OF_RANGE.bit()) : observation);
        }
        return examined;
    }
}
