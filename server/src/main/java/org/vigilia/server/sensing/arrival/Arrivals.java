package org.vigilia.server.sensing.arrival;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.sensing.DeadLetter;
import org.vigilia.facts.sensing.ObservationLog;
import org.vigilia.intake.Directory;
import org.vigilia.intake.Figures;
import org.vigilia.intake.Gate;
import org.vigilia.intake.Reception;
import org.vigilia.intake.Refusal;
import org.vigilia.intake.Sender;
import org.vigilia.intake.mapping.Mappings;
import org.vigilia.intake.mapping.Message;
import org.vigilia.intake.mapping.Reading;

/**
 * The server's own way into the store, by the same checks as the broker's: for files, and for messages that are tried
 * again. Knows the datastreams at most a quarter of a second late. Safe for many threads.
 */
@Component
class Arrivals {

    private final ObservationLog observations;
    private final Directory directory;
    private final Mappings mappings;
    private final Gate gate;
    private final Reception again;

    Arrivals(FactStore store, Environment environment, Directory directory, Gate gate) {
        observations = store.observations();
        mappings = Mappings.of(Path.of(environment.getProperty("mappings.dir", "config/mappings")));
        this.directory = directory;
        this.gate = gate;
        again = new Reception(mappings, gate, new Figures(), "mqtt");
    }

    /**
     * What became of readings.
     *
     * @param stored how many are new
     * @param duplicates how many were there already
     * @param refused the others, each with its reason
     */
    record Outcome(int stored, int duplicates, List<Refusal> refused) {}

    /** Checks and stores readings; durable when it returns. */
    Outcome take(List<Reading> readings, Sender sender) {
        Gate.Sorted sorted = gate.sort(readings, sender);
        ObservationLog.Appended appended = observations.append(sorted.accepted());
        return new Outcome(appended.stored(), appended.duplicates(), sorted.refused());
    }

    /** Which readings would be refused now. */
    List<Refusal> check(List<Reading> readings, Sender sender) {
        return gate.check(readings, sender);
    }

    /** Whether a datastream was heard of. */
    boolean knows(long datastream) {
        return directory.datastream(datastream) != null;
    }

    Mappings mappings() {
        return mappings;
    }

    /** Tries a refused message again, as if it came from this sender. @return why it is refused again, or nothing */
    List<String> retry(DeadLetter letter, Sender sender) {
        Reception.Received received =
                again.receive(new Message(letter.source(), letter.payload(), letter.at()), sender, null);
        if (!received.observations().isEmpty()) {
            observations.append(received.observations());
        }
        List<String> reasons = new ArrayList<>();
        received.letters().forEach(refused -> reasons.add(refused.reason()));
        return reasons;
    }
}
