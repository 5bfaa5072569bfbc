package org.vigilia.server.footage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.relay.RelayFrame;

class ViewerQueueTest {

    private static RelayFrame unit(int number, boolean key) {
        ByteBuffer payload = ByteBuffer.allocate(RelayFrame.UNIT_HEADER + 100);
        payload.putLong(0).putLong(0).putInt(number).put((byte) (key ? RelayFrame.KEY_FRAME : 0));
        return new RelayFrame(RelayFrame.UNIT, payload.clear());
    }

    private static List<String> all(ViewerQueue queue, int count) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ByteBuffer message = Objects.requireNonNull(queue.take());
            seen.add(
                    message.get(0) == RelayFrame.UNIT
                            ? message.getInt(17) + ":" + message.get(RelayFrame.UNIT_HEADER)
                            : "type " + message.get(0));
        }
        return seen;
    }

    @Test
    void keepsTheOrderWhileTheViewerIsFastEnough() throws Exception {
        ViewerQueue queue = new ViewerQueue(4, 10_000);
        queue.put(unit(1, true));
        queue.put(unit(2, false));
        assertThat(all(queue, 2)).containsExactly("1:1", "2:0");
        assertThat(queue.dropped()).isZero();
    }

    @Test
    void dropsToTheNextKeyFrameAndSaysSo() throws Exception {
        ViewerQueue queue = new ViewerQueue(3, 10_000);
        queue.put(new RelayFrame(RelayFrame.STREAM, ByteBuffer.allocate(1)));
        for (int i = 1; i <= 5; i++) {
            queue.put(unit(i, i == 1));
        }
        queue.put(unit(6, true));
        queue.put(unit(7, false));
        assertThat(all(queue, 3)).containsExactly("type 1", "6:3", "7:0");
        assertThat(queue.dropped()).isEqualTo(5);
    }

    @Test
    void isBoundedInBytesToo() throws Exception {
        ViewerQueue queue = new ViewerQueue(1_000, 250);
        queue.put(unit(1, true));
        queue.put(unit(2, false));
        queue.put(unit(3, true));
        assertThat(all(queue, 1)).containsExactly("3:3");
    }

    @Test
    void aClosedQueueGivesNothing() throws Exception {
        ViewerQueue queue = new ViewerQueue(3, 1_000);
        queue.put(unit(1, true));
        queue.close();
        assertThat(queue.take()).isNull();
    }
}
