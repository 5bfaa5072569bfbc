package org.vigilia.server.sensing.arrival;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.intake.mapping.Guess;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;

/** What a pasted payload seems to be; stores nothing. */
@RestController
@RequestMapping("/api/v1/sensing/guess")
@Tag(name = "sensing")
class GuessController {

    private static final int MAX_PAYLOAD = 262_144;

    private final Arrivals arrivals;

    GuessController(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    /** What was pasted. @param topic null when not known */
    record Pasted(
            @Nullable @Size(max = 1_000) String topic,
            @NotNull @Size(max = MAX_PAYLOAD) String payload) {}

    /** A value of it. @param path the same as {@code channel} in the plain mapping */
    record Channel(
            String channel,
            String path,
            String sample,
            boolean numeric,
            @Nullable Quantity quantity,
            @Nullable String unit,
            @Nullable String label) {}

    /** A proposal. */
    record Proposal(
            @Nullable String mapping,
            @Nullable String mappingLabel,
            @Nullable String device,
            @Nullable Instant time,
            List<Channel> channels,
            @Nullable String problem) {}

    @PostMapping
    @Requires(Right.EDIT_SENSORS)
    @Operation(operationId = "guessPayload", summary = "What a device's message seems to hold; nothing is stored")
    Proposal guess(Caller by, @Validated @RequestBody Pasted pasted) {
        Guess guess = Guess.of(arrivals.mappings(), pasted.topic(), pasted.payload());
        List<Channel> channels =
                guess.channels().stream().map(GuessController::channel).toList();
        return new Proposal(
                guess.mapping(),
                guess.mapping() == null ? null : label(guess.mapping()),
                guess.device(),
                guess.time(),
                channels,
                guess.problem());
    }

    private static Channel channel(Guess.Channel found) {
        Quantity quantity = found.quantity();
        return new Channel(
                found.channel(),
                found.channel(),
                found.sample(),
                found.numeric(),
                quantity,
                quantity == null ? null : quantity.unit(),
                quantity == null ? null : quantity.label());
    }

    private static String label(String mapping) {
        return switch (mapping) {
            case "json" -> "Plain JSON";
            case "sensorthings" -> "SensorThings";
            case "sparkplug-b" -> "Sparkplug B";
            case "chirpstack" -> "ChirpStack";
            case "the-things-stack" -> "The Things Stack";
            case "onvif" -> "ONVIF events";
            default -> mapping;
        };
    }
}
