package org.vigilia.server.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.MachineClient;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** Machines with tokens, from outside. Every endpoint's refusals are in PolicyITCase. */
class TokenITCase {

    private static final String UNKNOWN = "vgl_0123456789abcdef_0123456789012345678901234567890123456789012";

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

    private static JsonNode make(Browser by, String name, String... rights) {
        return by.post("/api/v1/tokens", Map.of("name", name, "rights", rights))
                .expect(201)
                .json();
    }

    private static JsonNode find(Browser by, String id) {
        JsonNode items =
                by.get("/api/v1/tokens?search=" + id).expect(200).json().path("items");
        assertThat(items).hasSize(1);
        return items.get(0);
    }

    private static JdbcClient database() {
        return server.bean(JdbcClient.class);
    }

    @Test
    void aTokenOpensWhatItsRightsAllowAndNothingElse() {
        MachineClient machine = server.machine("SEE_ALERTS", "WRITE_OBSERVATIONS");
        Browser.Answer answer = machine.get("/api/v1/alerts").expect(200);
        assertThat(answer.header("Set-Cookie").orElse("")).doesNotContain("SESSION");
        assertThat(machine.get("/api/v1/cameras").expect(403).text())
                .contains("SEE_CAMERAS")
                .contains("the token of this machine does not carry");
        assertThat(machine.post("/api/v1/places", "{}").expect(403).text())
                .as("refused for its rights, not for want of a CSRF token")
                .contains("EDIT_CAMERAS");
        machine.send("DELETE", "/api/v1/session", null).expect(403);
        machine.get("/api/v1/tokens").expect(403);
    }

    @Test
    void aMachineThatLacksARightIsRefusedEachTimeButWrittenDownOnce() {
        JsonNode made = make(server.administrator(), "Misled gateway", "SEE_ALERTS");
        MachineClient machine = server.machineShowing(made.path("token").asString());
        for (int i = 0; i < 20; i++) {
            machine.get("/api/v1/cameras").expect(403);
        }
        JsonNode log = server.administrator()
                .get("/api/v1/audit?search=Misled%20gateway%20("
                        + made.path("id").asString() + ")")
                .expect(200)
                .json();
        assertThat(log.path("total").asInt()).isEqualTo(1);
        assertThat(log.at("/items/0/action").asString()).isEqualTo("access.refused");
        assertThat(log.at("/items/0/detail").asString()).contains("SEE_CAMERAS");
    }

    @Test
    void theTokenIsShownOnceAndOnlyItsHashIsStored() {
        JsonNode made = make(server.administrator(), "Roof station", "WRITE_OBSERVATIONS");
        String token = made.path("token").asString();
        String id = made.path("id").asString();
        String secret = token.substring(token.length() - 43);
        Browser.Answer list =
                server.administrator().get("/api/v1/tokens?search=" + id).expect(200);
        assertThat(list.text()).contains(id).doesNotContain(secret);
        String row = database()
                .sql("select t::text from api_token t where id = ?")
                .param(id)
                .query(String.class)
                .single();
        byte[] hash = database()
                .sql("select hash from api_token where id = ?")
                .param(id)
                .query(byte[].class)
                .single();
        assertThat(row).contains("Roof station").doesNotContain(secret);
        assertThat(hash).isEqualTo(TokenSecret.parse(token).orElseThrow().hash());
        assertThat(server.administrator()
                        .get("/api/v1/audit?search=" + id)
                        .expect(200)
                        .text())
                .contains("token.created")
                .contains("WRITE_OBSERVATIONS")
                .doesNotContain(secret);
    }

    @Test
    void aRevokedTokenIsRefusedFromTheNextRequestOn() {
        Browser admin = server.administrator();
        JsonNode made = make(admin, "Old gateway", "SEE_ALERTS");
        String id = made.path("id").asString();
        MachineClient machine = server.machineShowing(made.path("token").asString());
        machine.get("/api/v1/alerts").expect(200);
        admin.delete("/api/v1/tokens/" + id).expect(204);
        Browser.Answer refused = machine.get("/api/v1/alerts").expect(401);
        assertThat(refused.text()).contains("This token was revoked at").contains("Not signed in");
        assertThat(refused.header("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(refused.header("WWW-Authenticate")).contains("Bearer error=\"invalid_token\"");
        assertThat(find(admin, id).path("state").asString()).isEqualTo("REVOKED");
        admin.delete("/api/v1/tokens/" + id).expect(204);
        String log = admin.get("/api/v1/audit?search=" + id).expect(200).text();
        assertThat(log).containsOnlyOnce("token.revoked").containsOnlyOnce("token.refused");
    }

    @Test
    void anExpiredTokenIsRefused() {
        Browser admin = server.administrator();
        Instant end = Instant.now().plus(1, ChronoUnit.DAYS);
        JsonNode made = admin.post(
                        "/api/v1/tokens",
                        Map.of("name", "Short", "rights", List.of("SEE_ALERTS"), "expiresAt", end.toString()))
                .expect(201)
                .json();
        MachineClient machine = server.machineShowing(made.path("token").asString());
        machine.get("/api/v1/alerts").expect(200);
        String id = made.path("id").asString();
        database()
                .sql("update api_token set expires_at = now() where id = ?")
                .param(id)
                .update();
        assertThat(machine.get("/api/v1/alerts").expect(401).text()).contains("This token expired at");
        assertThat(find(admin, id).path("state").asString()).isEqualTo("EXPIRED");
    }

    @Test
    void whatIsNoTokenIsRefusedAlsoWhereNobodyNeedsToBeKnown() {
        for (String text : List.of(UNKNOWN, "vgl_", "", "x".repeat(5_000), "\u00e9")) {
            assertThat(server.machineShowing(text)
                            .get("/api/v1/health")
                            .expect(401)
                            .text())
                    .contains("There is no such token.");
        }
        String good = server.machine("SEE_ALERTS").token();
        String guessed = good.substring(0, good.length() - 43) + "0".repeat(43);
        server.machineShowing(guessed).get("/api/v1/alerts").expect(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "token", "bearer", "authorization"})
    void aTokenInTheUrlIsNotLookedAt(String parameter) {
        String token = server.machine("SEE_ALERTS").token();
        server.browser().get("/api/v1/alerts?" + parameter + "=" + token).expect(401);
        server.browser()
                .send(
                        "POST",
                        "/api/v1/alerts",
                        parameter + "=" + token,
                        Map.of("Content-Type", "application/x-www-form-urlencoded"))
                .expect(401);
    }

    @Test
    void aSessionThatComesWithATokenIsNotLookedAt() {
        String token = server.machine("SEE_ALERTS").token();
        Map<String, String> headers = Map.of("Authorization", "bearer " + token, "X-XSRF-TOKEN", "guessed");
        Browser admin = server.administrator();
        admin.send("GET", "/api/v1/alerts", null, headers).expect(200);
        assertThat(admin.send("POST", "/api/v1/places", "{}", headers)
                        .expect(403)
                        .text())
                .contains("the token of this machine");
        admin.send(
                        "GET",
                        "/api/v1/alerts",
                        null,
                        Map.of("Authorization", "Bearer " + UNKNOWN, "X-Forwarded-For", "10.9.9.9"))
                .expect(401);
    }

    @Test
    void aMachineSeesThingsOfItsOwnAgencyOnly() {
        Browser admin = server.administrator();
        Browser harbour = server.person("ADMINISTRATOR", server.agency("Harbour " + Instant.now()));
        Map<String, Integer> somewhere = Map.of("latitude", 1, "longitude", 2);
        admin.post("/api/v1/places", Map.of("name", "Town square", "location", somewhere))
                .expect(201);
        harbour.post("/api/v1/places", Map.of("name", "Quay", "location", somewhere))
                .expect(201);
        String cityMachine =
                server.machine("SEE_CAMERAS").get("/api/v1/places").expect(200).text();
        assertThat(cityMachine)
                .as("unlike the city's administrators")
                .contains("Town square")
                .doesNotContain("Quay");
        String harbourMachine = server.machine(harbour, "SEE_CAMERAS")
                .get("/api/v1/places")
                .expect(200)
                .text();
        assertThat(harbourMachine).contains("Quay").doesNotContain("Town square");
    }

    @Test
    void tokensOfOtherAgenciesAreNotThere() {
        Browser admin = server.administrator();
        Browser harbour = server.person("ADMINISTRATOR", server.agency("Harbour police " + Instant.now()));
        String city = make(admin, "City gateway", "SEE_SENSORS").path("id").asString();
        String own = make(harbour, "Buoy", "SEE_SENSORS").path("id").asString();
        assertThat(harbour.get("/api/v1/tokens").expect(200).text())
                .contains(own)
                .doesNotContain(city);
        harbour.delete("/api/v1/tokens/" + city).expect(404);
        admin.delete("/api/v1/tokens/" + own).expect(204);
        assertThat(find(harbour, own).path("state").asString()).isEqualTo("REVOKED");
        assertThat(find(admin, city).path("state").asString()).isEqualTo("IN_FORCE");
    }

    @Test
    void tokensOfAClosedAgencyAreRefused() {
        Browser admin = server.administrator();
        String agency = server.agency("Closing " + Instant.now());
        MachineClient machine = server.machine(server.person("ADMINISTRATOR", agency), "SEE_ALERTS");
        machine.get("/api/v1/alerts").expect(200);
        admin.patch("/api/v1/agencies/" + agency, Map.of("active", false)).expect(200);
        assertThat(machine.get("/api/v1/alerts").expect(401).text()).contains("agency of this token is closed");
    }

    @Test
    void theListSaysWhenATokenWasLastUsed() {
        Browser admin = server.administrator();
        JsonNode made = make(admin, "Counter", "SEE_ALERTS");
        String id = made.path("id").asString();
        assertThat(find(admin, id).at("/times/lastUsedAt").isNull()).isTrue();
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        server.machineShowing(made.path("token").asString())
                .get("/api/v1/alerts")
                .expect(200);
        assertThat(Instant.parse(find(admin, id).at("/times/lastUsedAt").asString()))
                .isBetween(before, Instant.now());
    }

    @Test
    void refusedTokensAreSlowedDownButGoodOnesAreNot() {
        String good = server.machine("SEE_ALERTS").token();
        Map<String, String> bad = Map.of("Authorization", "Bearer " + UNKNOWN, "X-Forwarded-For", "10.7.7.7");
        Browser browser = server.browser();
        for (int i = 0; i < 5; i++) {
            browser.send("GET", "/api/v1/alerts", null, bad).expect(401);
        }
        for (int i = 0; i < 10; i++) {
            assertThat(browser.send("GET", "/api/v1/alerts", null, bad)
                            .expect(429)
                            .text())
                    .contains("try again in");
        }
        assertThat(server.administrator()
                        .get("/api/v1/audit?search=10.7.7.7")
                        .expect(200)
                        .json()
                        .path("total")
                        .asInt())
                .as("one row for each that was answered with 401")
                .isEqualTo(5);
        browser.send(
                        "GET",
                        "/api/v1/alerts",
                        null,
                        Map.of("Authorization", "Bearer " + good, "X-Forwarded-For", "10.7.7.7"))
                .expect(200);
        // and people at that address may still sign in
        Browser.Answer person = browser.send(
                "POST",
                "/api/v1/session",
                Map.of("name", "admin", "password", RunningServer.PASSWORD),
                Map.of("X-Forwarded-For", "10.7.7.7"));
        person.expect(200);
    }

    @Test
    void whatCannotBeGivenIsRefusedWithTheField() {
        Browser admin = server.administrator();
        for (List<String> rights : List.of(List.<String>of(), List.of("WORK_ALERTS"), List.of("EDIT_MACHINES"))) {
            JsonNode problem = admin.post("/api/v1/tokens", Map.of("name", "M", "rights", rights))
                    .expect(400)
                    .json();
            assertThat(problem.path("field").asString()).isEqualTo("rights");
            assertThat(problem.path("detail").asString()).contains("WRITE_OBSERVATIONS");
        }
        admin.post("/api/v1/tokens", Map.of("name", "M", "rights", List.of("FLY")))
                .expect(400);
        admin.post("/api/v1/tokens", Map.of("name", " ", "rights", List.of("SEE_ALERTS")))
                .expect(400);
        admin.post("/api/v1/tokens", Map.of("name", "a\u0007b", "rights", List.of("SEE_ALERTS")))
                .expect(400);
        admin.post("/api/v1/tokens", "{\"name\":\"M\",\"rights\":[null]}").expect(400);
        JsonNode late = admin.post(
                        "/api/v1/tokens",
                        Map.of("name", "M", "rights", List.of("SEE_ALERTS"), "expiresAt", "2020-01-01T00:00:00Z"))
                .expect(400)
                .json();
        assertThat(late.path("field").asString()).isEqualTo("expiresAt");
        admin.delete("/api/v1/tokens/t-0000000000000000").expect(404);
        admin.delete("/api/v1/tokens/nonsense").expect(400);
    }

    @Test
    void anAgencyHasAtMostTwentyThousandAndTheListIsReadInPages() {
        Browser many = server.person("ADMINISTRATOR", server.agency("Many " + Instant.now()));
        String first = make(many, "first", "SEE_SENSORS").path("id").asString();
        database().sql("""
                insert into api_token (id, agency_id, name, rights, hash, created_at, created_by)
                select 't-' || lpad(n::text, 16, '0'), agency_id, 'device ' || n, rights, hash, created_at, created_by
                from api_token, generate_series(1, ?) n where id = ?
                """).param(TokenDesk.MAX_IN_FORCE - 1).param(first).update();
        Map<String, Object> another = Map.of("name", "one more", "rights", List.of("SEE_SENSORS"));
        assertThat(many.post("/api/v1/tokens", another).expect(409).text()).contains("20000");
        Set<String> seen = new HashSet<>();
        for (int offset = 0; offset < 3_000; offset += 1_000) {
            JsonNode page = many.get("/api/v1/tokens?limit=1000&offset=" + offset)
                    .expect(200)
                    .json();
            assertThat(page.path("total").asInt()).isEqualTo(TokenDesk.MAX_IN_FORCE);
            page.path("items").forEach(token -> seen.add(token.path("id").asString()));
        }
        assertThat(seen).hasSize(3_000);
        assertThat(many.get("/api/v1/tokens?search=DEVICE%20777")
                        .expect(200)
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(11);
        many.delete("/api/v1/tokens/" + first).expect(204);
        many.post("/api/v1/tokens", another).expect(201);
    }
}
