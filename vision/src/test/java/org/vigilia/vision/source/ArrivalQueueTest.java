package org.vigilia.vision.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.relay.RelayFrame;
import org.vigilia.contract.relay.RelayUnit;

class ArrivalQueueTest {

    private final ArrivalQueue queue = new ArrivalQueue(10, 10_000);

    @Test
    void keepsTheOrder() {
        offer(0, true);
        offer(1, false);
        assertThat(number(queue.poll())).isEqualTo(0);
        assertThat(number(queue.poll())).isEqualTo(1);
        assertThat(queue.poll()).isNull();
        assertThat(queue.dropped()).isZero();
    }

    @Test
    void dropsToTheNextKeyFrameWhenItGetsTooLongAndSaysSo() {
        offer(0, true);
        for (int i = 1; i < 15; i++) {
            offer(i, false);
        }
        assertThat(queue.isEmpty()).isTrue();
        offer(15, true);
        offer(16, false);

        Arrival.Unit first = (Arrival.Unit) queue.poll();
        assertThat(number(first)).isEqualTo(15);
        assertThat(first).isNotNull().matches(Arrival.Unit::afterGap);
        assertThat(number(queue.poll())).isEqualTo(16);
        assertThat(queue.dropped()).isEqualTo(15);
    }

    @Test
    void countsBytesToo() {
        for (int i = 0; i < 5; i++) {
            queue.offer(unit(i, i == 0, 3_000));
        }
        assertThat(queue.depth()).isZero();
        assertThat(queue.dropped()).isEqualTo(5);
    }

    @Test
    void dropsTheOldestOfTheCamerasOwnReports() {
        offer(0, true);
        for (int i = 0; i < 200; i++) {
            queue.offer(new Arrival.Analytics(i, i, ByteBuffer.allocate(i < 190 ? 10 : 1 << 19)));
        }
        assertThat(number(queue.poll())).isEqualTo(0);
        int waiting = 0;
        long last = 0;
        while (queue.poll() instanceof Arrival.Analytics report) {
            waiting++;
            last = report.captureMicros();
        }
        assertThat(waiting).isEqualTo(4);
        assertThat(last).isEqualTo(199);
    }

    @Test
    void neverDropsNewsOfTheStream() {
        queue.offer(new Arrival.Stream(
                new org.vigilia.contract.relay.StreamInfo(
                        org.vigilia.contract.relay.StreamInfo.Codec.H264,
                        "avc1",
                        2,
                        2,
                        1,
                        org.vigilia.contract.relay.StreamInfo.Clock.ARRIVAL),
                new byte[0]));
        for (int i = 0; i < 30; i++) {
            offer(i, i == 0);
        }
        assertThat(queue.poll()).isInstanceOf(Arrival.Stream.class);
    }

    private void offer(int number, boolean key) {
        queue.offer(unit(number, key, 10));
    }

    private static Arrival.Unit unit(int number, boolean key, int size) {
        return new Arrival.Unit(
                new RelayUnit(0, 0, number, key ? RelayFrame.KEY_FRAME : 0, ByteBuffer.allocate(size)), 0, false);
    }

    private static long number(@org.jspecify.annotations.Nullable Arrival arrival) {
        return arrival instanceof Arrival.Unit unit ? unit.unit().number() : -1;
    }
}
