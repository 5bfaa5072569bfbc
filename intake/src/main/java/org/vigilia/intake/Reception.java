package org.vigilia.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.facts.sensing.DeadLetter;
import org.vigilia.intake.mapping.Mappings;
import org.vigilia.intake.mapping.Message;
import org.vigilia.intake.mapping.Reading;
import org.vigilia.intake.mapping.Unreadable;

/** From a message to what is to be stored of it: observations, and letters about what was refused. Safe for many threads. */
public final class Reception {

    private final Mappings mappings;
    private final Gate gate;
    private final Figures figures;
    private final String way;

    /** @param way how messages come in here, for the letters: {@code mqtt}, {@code http}, … */
    public Reception(Mappings mappings, Gate gate, Figures figures, String way) {
        this.mappings = mappings;
        this.gate = gate;
        this.figures = figures;
        this.way = way;
    }

    /**
     * What a message holds.
     *
     * @param observations to store
     * @param letters to keep
     * @param rest how long its sender should be made to wait
     * @param refused why nothing at all was accepted; null when something was, or there was nothing
     */
    public record Received(
            List<Observation> observations, List<DeadLetter> letters, Duration rest, Refusal.@Nullable Kind refused) {}

    /** Reads and judges a message. @param mapping of the sender's settings; null when unknown */
    public Received receive(Message message, Sender sender, @Nullable String mapping) {
        List<Reading> readings;
        try {
            readings = mappings.map(message, mapping);
        } catch (Unreadable e) {
            return refuse(message, sender, Refusal.Kind.MALFORMED, e.reason());
        }
        Gate.Sorted sorted = gate.sort(readings, sender);
        List<Refusal> refused = sorted.refused();
        if (refused.isEmpty()) {
            return new Received(sorted.accepted(), List.of(), sorted.rest(), null);
        }
        return new Received(
                sorted.accepted(),
                letters(message, refused),
                sorted.rest(),
                sorted.accepted().isEmpty() ? refused.get(0).kind() : null);
    }

    /** A message that is refused as a whole. */
    public Received refuse(Message message, Sender sender, Refusal.Kind kind, String reason) {
        figures.refused(kind, 1);
        DeadLetter letter = new DeadLetter(
                message.receivedAt(),
                way,
                message.topic(),
                sender.device(),
                sender.agency(),
                reason,
                message.payload(),
                kind != Refusal.Kind.TOO_LARGE);
        return new Received(List.of(), List.of(letter), Duration.ZERO, kind);
    }

    private record Cause(String reason, @Nullable AgencyId agency) {}

    /** One letter for each reason. */
    private List<DeadLetter> letters(Message message, List<Refusal> refused) {
        Map<Cause, Refusal> causes = new LinkedHashMap<>();
        for (Refusal refusal : refused) {
            figures.refused(refusal.kind(), 1);
            causes.putIfAbsent(new Cause(refusal.reason(), refusal.agency()), refusal);
        }
        List<DeadLetter> letters = new ArrayList<>(causes.size());
        for (Refusal refusal : causes.values()) {
            Reading reading = refusal.reading();
            String device = reading == null || reading.origin().datastream() > 0
                    ? null
                    : reading.origin().device();
            letters.add(new DeadLetter(
                    message.receivedAt(),
                    way,
                    message.topic(),
                    device,
                    refusal.agency(),
                    refusal.reason(),
                    message.payload(),
                    true));
        }
        return letters;
    }
}
