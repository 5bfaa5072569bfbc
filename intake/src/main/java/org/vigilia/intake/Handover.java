package org.vigilia.intake;

import java.util.List;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.facts.sensing.DeadLetter;

/**
 * What is made durable together, and who is told then.
 *
 * @param observations to store
 * @param letters refused parts to keep
 * @param durable called once, after all of it is durable, by the thread that stored it: it must be quick and must not
 *     throw; never called when the process ends before
 */
public record Handover(List<Observation> observations, List<DeadLetter> letters, Runnable durable) {

    int size() {
        return Math.max(1, observations.size() + letters.size());
    }
}
