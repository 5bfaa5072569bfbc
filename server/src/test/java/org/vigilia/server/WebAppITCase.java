package org.vigilia.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.RunningServer;

class WebAppITCase {

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectories(folder.resolve("web/assets"));
        Files.writeString(folder.resolve("web/index.html"), "<title>Vigilia</title>");
        Files.writeString(folder.resolve("web/assets/app-1a2b.js"), "let vigilia = 1;\n".repeat(1000));
        Files.writeString(folder.resolve("base.pmtiles"), "0123456789");
        server = RunningServer.start(Map.of(
                "web.dir", folder.resolve("web").toString(),
                "map.file", folder.resolve("base.pmtiles").toString(),
                "map.attribution", "© OpenStreetMap contributors"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyPathOfTheAppGetsTheApp() {
        for (String path : new String[] {"/", "/watch", "/incidents/i-1", "/index.html"}) {
            Browser.Answer answer = server.browser().get(path).expect(200);
            assertThat(answer.text()).contains("Vigilia");
            assertThat(answer.header("Cache-Control")).contains("no-cache");
            assertThat(answer.header("Content-Type").orElse("")).startsWith("text/html");
        }
        server.browser().get("/missing.js").expect(404);
        server.browser().get("/assets/missing.js").expect(404);
        assertThat(server.browser().get("/../../etc/passwd").status()).isIn(400, 404);
    }

    @Test
    void filesWithAHashInTheirNameAreKeptByBrowsersAndCompressed() {
        Browser.Answer answer = server.browser()
                .send("GET", "/assets/app-1a2b.js", null, Map.of("Accept-Encoding", "gzip"))
                .expect(200);
        assertThat(answer.header("Cache-Control").orElse("")).contains("immutable");
        assertThat(answer.header("Content-Encoding")).contains("gzip");
    }

    @Test
    void theBaseMapIsServedInRangesToWhoIsSignedIn() {
        Browser operator = server.person("OPERATOR");
        assertThat(operator.get("/api/v1/map").expect(200).json().path("url").asString())
                .isEqualTo("/map/base.pmtiles");
        server.browser().get("/map/base.pmtiles").expect(401);
        Browser.Answer part = operator.send("GET", "/map/base.pmtiles", null, Map.of("Range", "bytes=2-4"))
                .expect(206);
        assertThat(part.text()).isEqualTo("234");
        operator.get("/map/base.geojson").expect(404);
    }

    @Test
    void metricsAreForThisMachine() {
        assertThat(server.browser().get("/metrics").expect(200).text()).contains("jvm_memory_used_bytes");
        server.browser()
                .send("GET", "/metrics", null, Map.of("X-Forwarded-For", "203.0.113.7"))
                .expect(401);
    }
}
