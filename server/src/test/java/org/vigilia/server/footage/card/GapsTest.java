package org.vigilia.server.footage.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.footage.FootageSettings;
import org.vigilia.server.footage.index.Span;
import org.vigilia.server.footage.play.Micros;

class GapsTest {

    private static final Instant START = Instant.parse("2026-11-29T08:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private final Gaps gaps = new Gaps(new FootageSettings.Card(
            Duration.ofMinutes(1), Duration.ofHours(24), Duration.ofSeconds(30), 3, Duration.ofMinutes(2)));
    private final List<Span> spans = new ArrayList<>();
    private Instant at = START;

    private GapsTest then(Span.Kind kind, double seconds) {
        Instant end = at.plusMillis(Math.round(seconds * 1000));
        String reason = kind == Span.Kind.LOST ? "NETWORK" : "";
        spans.add(new Span(Micros.of(at), Micros.of(end), kind, reason, ""));
        at = end;
        return this;
    }

    private static Gaps.Gap gap(double from, double to) {
        return new Gaps.Gap(START.plusMillis(Math.round(from * 1000)), START.plusMillis(Math.round(to * 1000)));
    }

    private static CardFetch tried(Gaps.Gap gap, CardFetch.State state, Instant ended) {
        return new CardFetch(new CameraId("a"), gap.from().minusSeconds(1), gap.to(), state, 0, "", ended, ended);
    }

    @Test
    void whatIsLostAndOverIsAskedFor() {
        then(Span.Kind.RECORDED, 10).then(Span.Kind.LOST, 20).then(Span.Kind.RECORDED, 60);
        assertThat(gaps.choose(spans, List.of(), NOW)).containsExactly(gap(10, 30));
    }

    @Test
    void nothingElseIs() {
        then(Span.Kind.RECORDED, 10)
                .then(Span.Kind.NOT_WANTED, 60)
                .then(Span.Kind.DELETED, 60)
                .then(Span.Kind.LOST, 1)
                .then(Span.Kind.RECORDED, 60);
        assertThat(gaps.choose(spans, List.of(), NOW)).isEmpty();
    }

    @Test
    void aGapThatLastsIsLeftAlone() {
        then(Span.Kind.RECORDED, 10).then(Span.Kind.LOST, 60).then(Span.Kind.LOST, 60);
        assertThat(gaps.choose(spans, List.of(), NOW)).isEmpty();
        assertThat(gaps.choose(List.of(), List.of(), NOW)).isEmpty();
    }

    @Test
    void theCameraHasTimeToWriteItDown() {
        then(Span.Kind.LOST, 60).then(Span.Kind.RECORDED, 600);
        Instant over = START.plusSeconds(60);
        assertThat(gaps.choose(spans, List.of(), over.plusSeconds(29))).isEmpty();
        assertThat(gaps.choose(spans, List.of(), over.plusSeconds(30))).hasSize(1);
    }

    @Test
    void whatLiesCloseTogetherIsFetchedInOneGo() {
        then(Span.Kind.LOST, 10)
                .then(Span.Kind.RECORDED, 5)
                .then(Span.Kind.LOST, 10)
                .then(Span.Kind.RECORDED, 6)
                .then(Span.Kind.LOST, 10)
                .then(Span.Kind.RECORDED, 60);
        assertThat(gaps.choose(spans, List.of(), NOW)).containsExactly(gap(0, 25), gap(31, 41));
    }

    @Test
    void whatWasDeletedOrNotWantedIsNotFetchedAlong() {
        then(Span.Kind.NOT_WANTED, 60)
                .then(Span.Kind.LOST, 10)
                .then(Span.Kind.DELETED, 1)
                .then(Span.Kind.LOST, 10)
                .then(Span.Kind.RECORDED, 2)
                .then(Span.Kind.LOST, 10)
                .then(Span.Kind.RECORDED, 60);
        List<Gaps.Gap> chosen = gaps.choose(spans, List.of(), NOW);
        assertThat(chosen).containsExactly(gap(60, 70), gap(71, 93));
        assertThat(Gaps.start(chosen.get(0), spans)).isEqualTo(START.plusSeconds(60));
        assertThat(Gaps.start(chosen.get(1), spans)).isEqualTo(START.plusSeconds(71));
        // the key picture before it is wanted, too
        assertThat(Gaps.start(gap(83, 93), spans)).isEqualTo(START.plusSeconds(82));
    }

    @Test
    void aLongGapIsFetchedInPiecesThatAreRememberedByThemselves() {
        then(Span.Kind.RECORDED, 600).then(Span.Kind.LOST, 4_000).then(Span.Kind.RECORDED, 60);
        List<Gaps.Gap> pieces = gaps.choose(spans, List.of(), NOW);
        assertThat(pieces).containsExactly(gap(600, 1_800), gap(1_800, 3_600), gap(3_600, 4_600));
        CardFetch nothing = tried(pieces.get(0), CardFetch.State.NOTHING, NOW);
        assertThat(gaps.choose(spans, List.of(nothing), NOW))
                .containsExactlyElementsOf(pieces.subList(1, pieces.size()));
    }

    @Test
    void whatTheCardHasNotIsTriedAFewTimesAndEverMoreRarely() {
        then(Span.Kind.LOST, 20).then(Span.Kind.RECORDED, 60);
        CardFetch once = tried(gap(0, 20), CardFetch.State.FAILED, NOW);
        assertThat(gaps.choose(spans, List.of(once), NOW.plusSeconds(119))).isEmpty();
        assertThat(gaps.choose(spans, List.of(once), NOW.plusSeconds(120))).hasSize(1);
        assertThat(gaps.choose(spans, List.of(once, once), NOW.plusSeconds(479)))
                .isEmpty();
        assertThat(gaps.choose(spans, List.of(once, once), NOW.plusSeconds(480)))
                .hasSize(1);
        assertThat(gaps.choose(spans, List.of(once, once, once), NOW.plus(Duration.ofDays(1))))
                .isEmpty();
    }

    @Test
    void whatIsStillMissingAfterAllCameIsNotAskedForAgain() {
        then(Span.Kind.LOST, 2).then(Span.Kind.RECORDED, 60);
        CardFetch all = tried(gap(0, 20), CardFetch.State.FETCHED, NOW);
        CardFetch some = tried(gap(0, 20), CardFetch.State.PARTLY, NOW);
        Instant later = NOW.plus(Duration.ofHours(3));
        assertThat(gaps.choose(spans, List.of(all), later)).isEmpty();
        assertThat(gaps.choose(spans, List.of(some), later)).containsExactly(gap(0, 2));
    }

    @Test
    void whatWasTriedOfAnotherGapDoesNotCount() {
        then(Span.Kind.LOST, 20).then(Span.Kind.RECORDED, 60);
        CardFetch other = tried(gap(0, 19), CardFetch.State.FETCHED, NOW);
        assertThat(gaps.choose(spans, List.of(other), NOW)).containsExactly(gap(0, 20));
    }
}
