package org.vigilia.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.RunningServer;

class SessionITCase {

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theFirstAdministratorMustChooseAPasswordBeforeAnythingElse() throws Exception {
        try (RunningServer fresh = RunningServer.start()) {
            Path file = fresh.data().resolve("first-administrator.txt");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            String once = fresh.oneTimePassword();
            Browser browser = fresh.browser();
            assertThat(browser.signIn("admin", once)
                            .expect(200)
                            .json()
                            .path("mustChangePassword")
                            .asBoolean())
                    .isTrue();
            assertThat(browser.get("/api/v1/people").expect(403).text()).contains("Choose your own password");
            browser.post("/api/v1/session/password", Map.of("current", once, "next", "short"))
                    .expect(400);
            browser.post("/api/v1/session/password", Map.of("current", once, "next", RunningServer.PASSWORD))
                    .expect(204);
            assertThat(file).doesNotExist();
            browser.get("/api/v1/people").expect(200);
            fresh.browser().signIn("admin", once).expect(401);
        }
    }

    @Test
    void signingOutEndsTheSession() {
        Browser browser = server.person("OPERATOR");
        browser.get("/api/v1/session").expect(200);
        browser.delete("/api/v1/session").expect(204);
        browser.get("/api/v1/session").expect(401);
    }

    @Test
    void writesWithoutTheTokenOfTheBrowserAreRefused() {
        Browser browser = server.person("OPERATOR");
        assertThat(browser.send("DELETE", "/api/v1/session", null, Map.of("X-XSRF-TOKEN", "guessed"))
                        .expect(403)
                        .text())
                .contains("X-XSRF-TOKEN");
        browser.get("/api/v1/session").expect(200);
    }
}
