package org.vigilia.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.RunningServer;

/** The database comes late, goes away and comes back; the server stays and says so. */
class DatabaseITCase {

    @TempDir
    Path folder;

    private EmbeddedPostgres postgres(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("db"))
                .setCleanDataDirectory(false)
                .start();
    }

    @Test
    void theServerOutlivesTheDatabase() throws Exception {
        int port = freePort();
        Map<String, String> settings =
                Map.of("db.url", "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "db.user", "postgres");
        try (RunningServer server = RunningServer.startWithoutWaiting(settings)) {
            Browser early = server.browser();
            assertThat(early.get("/api/v1/health").expect(200).text()).contains("DEGRADED");
            assertThat(early.get("/api/v1/health/self").expect(200).text())
                    .contains("DEGRADED")
                    .contains("the database does not answer");
            assertThat(early.signIn("admin", "whatever").expect(503).text()).contains("database");
            try (EmbeddedPostgres first = postgres(port)) {
                RunningServer.await("the tables", server::hasPeople);
                server.administrator().get("/api/v1/people").expect(200);
                assertThat(first.getPort()).isEqualTo(port);
                // others being down is the system's state, not this process's: no supervisor answers in this test
                RunningServer.await(
                        "the server's own health",
                        () -> early.get("/api/v1/health/self")
                                .expect(200)
                                .text()
                                .contains("UP"));
                assertThat(early.get("/api/v1/health").expect(200).text()).contains("DEGRADED");
            }
            Browser admin = server.administrator();
            RunningServer.await("the loss", () -> admin.get("/api/v1/people").status() == 503);
            RunningServer.await(
                    "the health",
                    () -> admin.get("/api/v1/health").expect(200).text().contains("DEGRADED"));
            RunningServer.await(
                    "the server's own health",
                    () -> early.get("/api/v1/health/self").expect(200).text().contains("the database does not answer"));
            try (EmbeddedPostgres second = postgres(port)) {
                RunningServer.await(
                        "the recovery, with the session kept",
                        () -> admin.get("/api/v1/people").status() == 200);
                assertThat(second.getPort()).isEqualTo(port);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
