package org.vigilia.server.sensing.arrival;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Size;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.facts.sensing.DeadLetter;
import org.vigilia.facts.sensing.DeadLetters;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;

/** Messages that were refused: seen, tried again, thrown away. */
@RestController
@RequestMapping("/api/v1/sensing/dead-letters")
@Tag(name = "sensing")
class DeadLetterController {

    private static final int MAX_LIST = 500;
    private static final int SHOWN_BYTES = 4_096;

    private final DeadLetterDesk desk;

    DeadLetterController(DeadLetterDesk desk) {
        this.desk = desk;
    }

    /**
     * One refused message.
     *
     * @param payload the begin of it, as text, or as hexadecimal digits when {@code hex}
     * @param bytes how many bytes are kept
     * @param complete false when the message was larger than what is kept, so that it cannot be tried again
     * @param repeats how many more like it came
     * @param settledAs RETRIED, DISCARDED or DROPPED; null while it is open
     */
    record Letter(
            long id,
            Instant at,
            String way,
            String source,
            @Nullable String device,
            String reason,
            String payload,
            boolean hex,
            int bytes,
            boolean complete,
            int repeats,
            @Nullable Instant settledAt,
            @Nullable String settledAs,
            @Nullable String settledBy) {}

    /** A stretch of the list. @param next the {@code before} of the page after; null at the end */
    record LetterPage(
            List<Letter> items, long total, @Nullable Long next, List<DeadLetters.ReasonCount> reasons) {}

    /** Which ones: these, or all open ones that fit. */
    record Choice(
            @Nullable @Size(max = 5_000) List<Long> ids,
            @Nullable String search,
            @Nullable String reason,
            @Nullable String way) {}

    /** What became of the trial. @param stored how many were taken */
    record Retried(int stored, List<StillRefused> refused) {}

    /** One that was refused again. */
    record StillRefused(long id, String reason) {}

    /** What was thrown away; it can be brought back. */
    record Discarded(int discarded, List<Long> ids) {}

    /** Which ones to bring back. */
    record Ids(@Size(max = 5_000) List<Long> ids) {}

    @GetMapping
    @Requires(Right.SEE_SENSORS)
    @Operation(operationId = "listDeadLetters", summary = "Messages that were refused, newest first, with the reasons")
    LetterPage list(
            Caller by,
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String way,
            @RequestParam(defaultValue = "false") boolean settled,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(defaultValue = "0") long before) {
        int most = Math.max(1, Math.min(MAX_LIST, limit));
        DeadLetterDesk.Found found =
                desk.list(by, new DeadLetterDesk.Filter(search, reason, way, settled), before, most);
        List<Letter> items =
                found.letters().stream().map(DeadLetterController::view).toList();
        Long next = items.size() < most ? null : items.get(items.size() - 1).id();
        return new LetterPage(items, found.total(), next, found.reasons());
    }

    @PostMapping("/retry")
    @Requires(Right.EDIT_SENSORS)
    @Operation(operationId = "retryDeadLetters", summary = "Try refused messages again; at most 5,000 at once")
    Retried retry(Caller by, @Validated @RequestBody Choice choice) {
        return desk.retry(by, choice);
    }

    @PostMapping("/discard")
    @Requires(Right.EDIT_SENSORS)
    @Operation(operationId = "discardDeadLetters", summary = "Throw refused messages away; they can be restored")
    Discarded discard(Caller by, @Validated @RequestBody Choice choice) {
        List<Long> ids = desk.discard(by, choice);
        return new Discarded(ids.size(), ids);
    }

    @PostMapping("/restore")
    @Requires(Right.EDIT_SENSORS)
    @Operation(operationId = "restoreDeadLetters", summary = "Bring discarded messages back")
    Ids restore(Caller by, @Validated @RequestBody Ids wanted) {
        return new Ids(desk.restore(by, wanted.ids()));
    }

    private static Letter view(DeadLetters.Kept kept) {
        DeadLetter letter = kept.letter();
        byte[] payload = letter.payload();
        ByteBuffer shown = ByteBuffer.wrap(payload, 0, Math.min(payload.length, SHOWN_BYTES));
        String text = text(shown.duplicate(), payload.length > SHOWN_BYTES);
        boolean hex = text == null;
        return new Letter(
                kept.id(),
                letter.at(),
                letter.way(),
                letter.source(),
                letter.device(),
                letter.reason(),
                text == null ? HexFormat.of().formatHex(payload, 0, shown.limit()) : text,
                hex,
                payload.length,
                letter.complete(),
                kept.repeats(),
                kept.settledAt(),
                kept.settledHow(),
                kept.settledBy());
    }

    /** As text when it is; the cut may go through a character, which is no reason to call it binary. */
    private static @Nullable String text(ByteBuffer bytes, boolean cut) {
        int most = cut ? 4 : 1;
        for (int i = 0; i < most; i++) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(bytes.duplicate())
                        .toString();
            } catch (CharacterCodingException e) {
                bytes.limit(Math.max(0, bytes.limit() - 1));
            }
        }
        return null;
    }
}
