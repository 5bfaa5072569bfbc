package org.vigilia.server.sensing.things;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.intake.Directory;
import org.vigilia.intake.Gate;
import org.vigilia.intake.Sender;
import org.vigilia.intake.mapping.Reading;
import org.vigilia.server.sensing.query.BadQuery;

/**
 * Looks at what clients of SensorThings say before it is stored: numbers pass the same gate as those of devices, which
 * calibrates them and flags what is doubtful. What the gate has not heard of yet, because its datastream was made this very
 * moment, passes as it is; so do results that are no numbers, which SensorThings allows everywhere.
 */
@Component
class Scrutiny {

    private final Directory directory;
    private final Gate gate;

    Scrutiny(Directory directory, Gate gate) {
        this.directory = directory;
        this.gate = gate;
    }

    /** New ones, calibrated and with their quality. @throws BadQuery for those that are refused */
    List<Observation> examine(List<Observation> observations) {
        List<Observation> examined = new ArrayList<>(observations.size());
        for (Observation observation : observations) {
            examined.add(examine(observation));
        }
        return examined;
    }

    private Observation examine(Observation told) {
        DatastreamCard card = directory.datastream(told.datastream().value());
        if (card == null) {
            return told;
        }
        requireOn(card);
        if (!told.numeric()) {
            return told;
        }
        Reading reading = new Reading(
                new Reading.Origin(told.datastream().value()),
                told.at(),
                told.value(),
                null,
                false,
                new Reading.Details(told.until(), told.resultTime(), told.extra()));
        Gate.Sorted sorted = gate.sort(List.of(reading), Sender.trusted());
        if (sorted.accepted().isEmpty()) {
            throw new BadQuery(
                    "The Observation is refused: " + sorted.refused().get(0).reason() + ".");
        }
        Observation checked = sorted.accepted().get(0);
        return new Observation(
                checked.datastream(),
                checked.at(),
                checked.until(),
                checked.resultTime(),
                checked.value(),
                checked.result(),
                checked.quality(),
                checked.extra(),
                told.feature());
    }

    /** One that was corrected by hand: it is what it is said to be, and only its range is looked at. */
    Observation corrected(Observation told) {
        DatastreamCard card = directory.datastream(told.datastream().value());
        if (card == null) {
            return told;
        }
        requireOn(card);
        boolean outside = told.numeric() && (told.value() < card.min() || told.value() > card.max());
        return outside ? told.withQuality(QualityFlag.OUT_OF_RANGE.bit()) : told;
    }

    private static void requireOn(DatastreamCard card) {
        if (!card.enabled()) {
            throw new BadQuery("The Datastream " + card.id() + " is switched off.");
        }
    }
}
