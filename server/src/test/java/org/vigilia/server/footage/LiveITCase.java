package org.vigilia.server.footage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.FakeMedia;
import org.vigilia.server.testing.RunningServer;

class LiveITCase {

    @SuppressWarnings("NullAway.Init")
    private static FakeMedia media;

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @BeforeAll
    static void start() {
        media = new FakeMedia();
        server = RunningServer.start(media.settings());
    }

    @AfterAll
    static void stop() {
        server.close();
        media.close();
    }

    private static final class Screen implements WebSocket.Listener {

        final List<Integer> types = new CopyOnWriteArrayList<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private boolean first = true;

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            if (first) {
                types.add((int) data.get());
            }
            first = last;
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedFuture(null);
        }
    }

    private static String camera(String name) {
        return server.administrator()
                .post(
                        "/api/v1/cameras",
                        Map.of("name", name, "streams", Map.of("mainUrl", "rtsp://127.0.0.1:8554/" + name)))
                .expect(201)
                .json()
                .path("id")
                .asString();
    }

    @Test
    void picturesFlowAndTheWatchingIsRecorded() {
        String id = camera("gate");
        Screen screen = new Screen();
        int before = media.links();
        WebSocket socket = server.person("OPERATOR").webSocket("/api/v1/live/" + id + "?stream=sub", screen);
        RunningServer.await("the link", () -> media.links() > before);
        media.send(true, 300_000);
        RunningServer.await("a unit", () -> screen.types.contains(2));
        assertThat(screen.types.get(0)).isEqualTo(1);
        assertThat(media.asked().toString()).contains("\"SUB\"").contains(id);
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        RunningServer.await(
                "the record",
                () -> server.administrator()
                        .get("/api/v1/audit?search=" + id)
                        .text()
                        .contains("live.closed"));
        assertThat(server.administrator().get("/api/v1/audit?search=" + id).text())
                .contains("live.opened");
    }

    @Test
    void aViewerSurvivesARestartOfMedia() {
        String id = camera("bridge");
        Screen screen = new Screen();
        WebSocket socket = server.person("OPERATOR").webSocket("/api/v1/live/" + id, screen);
        RunningServer.await("the stream", () -> screen.types.contains(1));
        media.restartRelay();
        RunningServer.await("the status", () -> screen.types.contains(3));
        RunningServer.await(
                "the stream again",
                () -> screen.types.stream().filter(t -> t == 1).count() == 2);
        assertThat(screen.closed).isNotDone();
        socket.abort();
    }

    @Test
    void whoMayNoLongerWatchIsCutOff() {
        String id = camera("harbour");
        Browser operator = server.person("OPERATOR");
        Browser leaving = server.person("OPERATOR");
        Screen one = new Screen();
        Screen two = new Screen();
        operator.webSocket("/api/v1/live/" + id, one);
        leaving.webSocket("/api/v1/live/" + id, two);
        RunningServer.await("both", () -> !one.types.isEmpty() && !two.types.isEmpty());
        leaving.delete("/api/v1/session").expect(204);
        RunningServer.await("sign-out", () -> two.closed.isDone());
        assertThat(two.closed.join()).isEqualTo(4401);
        server.administrator().delete("/api/v1/cameras/" + id).expect(204);
        RunningServer.await("deletion", () -> one.closed.isDone());
        assertThat(one.closed.join()).isEqualTo(4403);
    }

    /** Pictures are compressed already: to do it again cost six times what sending them costs. */
    @Test
    void picturesAreNotCompressedOnTheWay() {
        Browser operator = server.person("OPERATOR");
        assertThat(operator.compressingHandshake("/api/v1/live/" + camera("tower")))
                .startsWith("HTTP/1.1 101 ")
                .doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
        assertThat(operator.compressingHandshake("/api/v1/news"))
                .startsWith("HTTP/1.1 101 ")
                .containsIgnoringCase("Sec-WebSocket-Extensions: permessage-deflate");
    }

    @Test
    void camerasOfOtherAgenciesCannotBeWatched() {
        String id = camera("depot");
        Browser stranger = server.person("ADMINISTRATOR", server.agency("Railway"));
        Screen screen = new Screen();
        stranger.webSocket("/api/v1/live/" + id, screen);
        RunningServer.await("the end", () -> screen.closed.isDone());
        assertThat(screen.closed.join()).isEqualTo(4404);
        stranger.get("/api/v1/cameras/" + id + "/picture").expect(404);
    }

    @Test
    void thePictureNowIsTheLastKeyFrame() throws Exception {
        String id = camera("square");
        int before = media.links();
        CompletableFuture<Browser.Answer> answer =
                CompletableFuture.supplyAsync(() -> server.administrator().get("/api/v1/cameras/" + id + "/picture"));
        RunningServer.await("the link", () -> media.links() > before);
        media.send(false, 10);
        media.send(true, 10);
        assertThat(answer.get().expect(200).bytes()).isEqualTo(FakeMedia.JPEG);
        assertThat(answer.get().header("X-Captured-At")).contains("1970-01-01T00:00:01Z");
    }
}
