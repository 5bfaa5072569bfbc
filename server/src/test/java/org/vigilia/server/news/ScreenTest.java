package org.vigilia.server.news;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PersonId;
import org.vigilia.server.identity.Agency;
import org.vigilia.server.identity.Role;
import org.vigilia.server.identity.SignedIn;

/** A slow screen sees fewer tracks, never fewer alerts, and nobody waits for it. */
class ScreenTest {

    private static final CameraId PLAZA = new CameraId("plaza");
    private static final CameraId RING = new CameraId("ring");
    private static final SignedIn ANA = new SignedIn(
            new PersonId("p"),
            "ana",
            "Ana",
            Role.OPERATOR,
            new Agency(new AgencyId("city"), "City", true, true),
            "127.0.0.1");

    /** A wire whose messages arrive when the test says so. */
    private static final class SlowWire implements Screen.Wire {

        final List<String> sent = new ArrayList<>();
        private @Nullable SendHandler underWay;
        boolean closed;

        @Override
        public void send(String message, SendHandler done) {
            assertThat(underWay).as("one message at a time").isNull();
            sent.add(message);
            underWay = done;
        }

        @Override
        public void close() {
            closed = true;
        }

        void arrive() {
            SendHandler done = underWay;
            underWay = null;
            if (done != null) {
                done.onResult(new SendResult());
            }
        }

        void fail() {
            SendHandler done = underWay;
            underWay = null;
            if (done != null) {
                done.onResult(new SendResult(new java.io.IOException("gone")));
            }
        }
    }

    private final SlowWire wire = new SlowWire();
    private final List<Screen> gone = new ArrayList<>();
    private final Screen screen = new Screen(ANA, wire, gone::add);

    @Test
    void oneMessageIsUnderWayAndTheRestFollows() {
        screen.tell("1");
        screen.tell("2");
        screen.tell("3");
        assertThat(wire.sent).containsExactly("1");
        wire.arrive();
        wire.arrive();
        assertThat(wire.sent).containsExactly("1", "2", "3");
    }

    @Test
    void alertsGoFirstAndOnlyTheNewestTracksWait() {
        screen.tell("under way");
        screen.show(PLAZA, "plaza old");
        screen.show(RING, "ring");
        screen.show(PLAZA, "plaza new");
        screen.tell("alert");
        IntStream.range(0, 5).forEach(i -> wire.arrive());
        assertThat(wire.sent).containsExactly("under way", "alert", "ring", "plaza new");
        assertThat(screen.outbox().droppedTracks()).isEqualTo(1);
    }

    @Test
    void aHopelesslySlowScreenIsToldToComeAgain() {
        IntStream.range(0, Outbox.MAX_NEWS + 1).forEach(i -> screen.tell("" + i));
        assertThat(wire.closed).isFalse();
        screen.tell("one too many");
        assertThat(wire.closed).isTrue();
        assertThat(gone).containsExactly(screen);
        screen.tell("after the end");
        wire.arrive();
        assertThat(wire.sent).containsExactly("0");
        assertThat(gone).hasSize(1);
    }

    @Test
    void aBrokenWireEndsTheScreenOnce() {
        screen.tell("1");
        wire.fail();
        assertThat(wire.closed).isTrue();
        assertThat(gone).containsExactly(screen);
    }

    @Test
    void aWireThatIsDoneAtOnceNeedsNoDeepStack() {
        List<String> sent = new ArrayList<>();
        Screen fast = new Screen(
                ANA,
                new Screen.Wire() {
                    @Override
                    public void send(String message, SendHandler done) {
                        sent.add(message);
                        assertThat(Thread.currentThread().getStackTrace().length)
                                .isLessThan(200);
                        done.onResult(new SendResult());
                    }

                    @Override
                    public void close() {}
                },
                gone::add);
        IntStream.range(0, 10_000).forEach(i -> fast.tell("" + i));
        assertThat(sent).hasSize(10_000);
    }

    @Test
    void manyThreadsLoseNothing() throws InterruptedException {
        List<String> sent = new ArrayList<>();
        ExecutorService wires = Executors.newSingleThreadExecutor();
        Screen busy = new Screen(
                ANA,
                new Screen.Wire() {
                    @Override
                    public void send(String message, SendHandler done) {
                        wires.execute(() -> {
                            sent.add(message);
                            done.onResult(new SendResult());
                        });
                    }

                    @Override
                    public void close() {}
                },
                gone::add);
        ExecutorService tellers = Executors.newFixedThreadPool(4);
        for (int t = 0; t < 4; t++) {
            int teller = t;
            tellers.execute(() -> IntStream.range(0, 200).forEach(i -> busy.tell(teller + ":" + i)));
        }
        tellers.shutdown();
        assertThat(tellers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        while (busy.outbox().depth() > 0) {
            Thread.onSpinWait();
        }
        wires.shutdown();
        assertThat(wires.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(sent).hasSize(800).doesNotHaveDuplicates();
        assertThat(gone).isEmpty();
    }
}
