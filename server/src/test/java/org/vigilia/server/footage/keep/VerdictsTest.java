package org.vigilia.server.footage.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.proof.journal.Entry;

class VerdictsTest {

    private static final long SECOND = 1_000_000;
    private static final long DAY = 86_400 * SECOND;
    private static final long NOW = 20_000 * DAY;
    private static final long GRACE = 3_600 * SECOND;

    private static Entry.Segment segment(long number, long start) {
        return new Entry.Segment(
                new CameraId("a"),
                number,
                "a/f.mp4",
                start,
                start + 10 * SECOND,
                StreamInfo.Clock.RTCP,
                1_000,
                StreamInfo.Codec.H264,
                "avc1.42c01e",
                640,
                360,
                null,
                1,
                1,
                "0",
                Entry.Origin.LIVE,
                "test");
    }

    private static Policy policy(Policy.Mode mode, int keepDays, int keepAlertDays) {
        return new Policy(mode, List.of(), 20, 30, false, keepDays, keepAlertDays, null, "", null);
    }

    private static Verdicts.Known known(List<Holds.Kept> kept, List<Holds.Kept> alerts, Set<Long> motion) {
        Set<Long> watched = new HashSet<>();
        for (long at = NOW - DAY; at < NOW; at += 10 * SECOND) {
            watched.add(at);
        }
        return new Verdicts.Known(kept, alerts, motion, watched);
    }

    private static List<String> decide(Policy policy, long start, Verdicts.Known known) {
        return Verdicts.decide(policy, List.of(segment(1, start)), known, NOW, GRACE).stream()
                .map(Verdicts.Verdict::rule)
                .toList();
    }

    @Test
    void whatIsTooOldGoesLaterAroundAlertsAndNeverWhileHeld() {
        Policy policy = policy(Policy.Mode.CONTINUOUS, 7, 30);
        Verdicts.Known nothing = known(List.of(), List.of(), Set.of());
        assertThat(decide(policy, NOW - 8 * DAY, nothing)).containsExactly("age");
        assertThat(decide(policy, NOW - 6 * DAY, nothing)).isEmpty();
        Holds.Kept alert = new Holds.Kept(NOW - 8 * DAY + 25 * SECOND, NOW - 8 * DAY + 26 * SECOND);
        assertThat(decide(policy, NOW - 8 * DAY, known(List.of(), List.of(alert), Set.of())))
                .as("its pre-roll of 20 s begins within the segment")
                .isEmpty();
        assertThat(decide(policy, NOW - 8 * DAY - 10 * SECOND, known(List.of(), List.of(alert), Set.of())))
                .containsExactly("age");
        Holds.Kept old = new Holds.Kept(NOW - 31 * DAY, NOW - 31 * DAY + SECOND);
        assertThat(decide(policy, NOW - 31 * DAY, known(List.of(), List.of(old), Set.of())))
                .containsExactly("age");
        Holds.Kept hold = new Holds.Kept(NOW - 8 * DAY + 9 * SECOND, Long.MAX_VALUE);
        assertThat(decide(policy, NOW - 8 * DAY, known(List.of(hold), List.of(), Set.of())))
                .isEmpty();
    }

    @Test
    void whatShowedNothingGoesOnlyWhereSomebodyWouldHaveSeenIt() {
        Policy motion = policy(Policy.Mode.MOTION, 7, 7);
        long start = NOW - DAY / 2;
        Verdicts.Known still = known(List.of(), List.of(), Set.of());
        assertThat(decide(motion, start, still)).containsExactly("no-motion");
        assertThat(decide(policy(Policy.Mode.ALERTS, 7, 7), start, still)).containsExactly("no-alert");
        assertThat(decide(policy(Policy.Mode.CONTINUOUS, 7, 7), start, still)).isEmpty();
        assertThat(decide(motion, NOW - 2 * DAY, still)).as("nobody looked").isEmpty();
        assertThat(decide(motion, NOW - 1_800 * SECOND, still))
                .as("within the grace")
                .isEmpty();
        for (long piece : new long[] {start - 30 * SECOND, start, start + 20 * SECOND}) {
            assertThat(decide(motion, start, known(List.of(), List.of(), Set.of(piece))))
                    .isEmpty();
        }
        for (long piece : new long[] {start - 40 * SECOND, start + 30 * SECOND}) {
            assertThat(decide(motion, start, known(List.of(), List.of(), Set.of(piece))))
                    .containsExactly("no-motion");
        }
    }

    @Test
    void nothingHeldEverGoesWhateverIsDrawn() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Policy policy =
                    policy(Policy.Mode.values()[random.nextInt(5)], 1 + random.nextInt(5), 1 + random.nextInt(5));
            long start = NOW - (long) (random.nextDouble() * 10 * DAY);
            long from = start - 20 * SECOND + random.nextInt(25) * SECOND;
            Holds.Kept hold = new Holds.Kept(from, from + (1 + random.nextInt(30)) * SECOND);
            boolean held = hold.meets(start, start + 10 * SECOND);
            List<String> rules = decide(policy, start, known(List.of(hold), List.of(), Set.of()));
            if (held) {
                assertThat(rules).isEmpty();
            }
        }
    }
}
