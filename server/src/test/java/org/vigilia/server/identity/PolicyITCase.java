package org.vigilia.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.MachineClient;
import org.vigilia.server.testing.RunningServer;

/** Every endpoint and WebSocket there is passes the one policy point. */
class PolicyITCase {

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

    private record Endpoint(String method, String path, HandlerMethod handler) {}

    private static List<Endpoint> endpoints() {
        List<Endpoint> found = new ArrayList<>();
        server.context()
                .getBeansOfType(RequestMappingHandlerMapping.class)
                .values()
                .forEach(mapping -> mapping.getHandlerMethods()
                        .forEach((info, handler) -> methods(info)
                                .forEach(method -> info.getPatternValues()
                                        .forEach(path -> found.add(new Endpoint(
                                                method,
                                                path.replaceAll("\\{(?:[^{}]|\\{[^{}]*})*}", "x"),
                                                handler))))));
        return found;
    }

    private static Stream<String> methods(RequestMappingInfo info) {
        TreeSet<String> methods = new TreeSet<>();
        info.getMethodsCondition().getMethods().stream()
                .map(RequestMethod::name)
                .forEach(methods::add);
        return methods.isEmpty() ? Stream.of("GET", "POST") : methods.stream();
    }

    @TestFactory
    Stream<DynamicTest> everyEndpointRefusesWhoeverIsNotSignedIn() {
        List<Endpoint> endpoints = endpoints();
        assertThat(endpoints).hasSizeGreaterThan(25);
        return endpoints.stream()
                .filter(e -> !RightsInterceptor.isOpen(e.handler))
                .map(e -> DynamicTest.dynamicTest(e.method + " " + e.path, () -> {
                    assertThat(RightsInterceptor.findRight(e.handler))
                            .as("%s declares its right", e.handler)
                            .isPresent();
                    Map<String, String> headers = e.path.endsWith(".yml")
                            ? Map.of("Content-Type", "text/yaml")
                            : Map.of("Content-Type", "application/json");
                    server.browser()
                            .send(e.method, e.path, e.method.equals("GET") ? null : "{}", headers)
                            .expect(401);
                }));
    }

    /** One that the endpoint takes: it shall refuse the person, not the form. */
    private static String contentType(String path) {
        return path.endsWith(".yml") ? "text/yaml" : path.endsWith("/csv/preview") ? "text/csv" : "application/json";
    }

    @TestFactory
    Stream<DynamicTest> everyEndpointRefusesRolesWithoutItsRight() {
        Map<Role, Browser> people = Map.of(
                Role.OPERATOR, server.person("OPERATOR"),
                Role.INVESTIGATOR, server.person("INVESTIGATOR"),
                Role.SUPERVISOR, server.person("SUPERVISOR"));
        return endpoints().stream()
                .filter(e -> !RightsInterceptor.isOpen(e.handler))
                .flatMap(e -> people.keySet().stream()
                        .filter(role -> !role.rights()
                                .contains(RightsInterceptor.findRight(e.handler).orElseThrow()))
                        .map(role -> DynamicTest.dynamicTest(
                                role + " " + e.method + " " + e.path,
                                () -> java.util.Objects.requireNonNull(people.get(role))
                                        .send(
                                                e.method,
                                                e.path,
                                                e.method.equals("GET") ? null : "{}",
                                                Map.of("Content-Type", contentType(e.path)))
                                        .expect(403))));
    }

    @Test
    void anInvestigatorWorksOnEvidenceAndSeesWithoutChangingAnything() {
        Browser investigator = server.person("INVESTIGATOR");
        for (String path : List.of("/cameras", "/alerts", "/incidents", "/sensing/devices", "/footage/status")) {
            investigator.get("/api/v1" + path).expect(200);
        }
        investigator
                .post("/api/v1/evidence/cases", Map.of("title", "The missing bicycle"))
                .expect(201);
        for (Right right : Right.values()) {
            boolean changes = right.name().startsWith("EDIT_")
                    || right.name().startsWith("MANAGE_")
                    || right.name().startsWith("ASSIGN_")
                    || right == Right.WORK_ALERTS
                    || right == Right.WORK_INCIDENTS;
            assertThat(changes && Role.INVESTIGATOR.rights().contains(right))
                    .as("%s", right)
                    .isFalse();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyEndpointRefusesTokensThatAreNotKnown() {
        return endpoints().stream()
                .filter(e -> !RightsInterceptor.isOpen(e.handler))
                .map(e -> DynamicTest.dynamicTest(
                        e.method + " " + e.path,
                        () -> server.machineShowing("vgl_guessed")
                                .send(e.method, e.path, e.method.equals("GET") ? null : "{}")
                                .expect(401)));
    }

    @TestFactory
    Stream<DynamicTest> everyEndpointRefusesMachinesUnlessItIsMadeForThem() {
        MachineClient machine =
                server.machine(Right.ofMachines().stream().map(Right::name).toArray(String[]::new));
        return endpoints().stream()
                .filter(e -> !RightsInterceptor.isOpen(e.handler))
                .filter(e -> RightsInterceptor.isForPeople(e.handler)
                        || !Right.ofMachines()
                                .contains(RightsInterceptor.findRight(e.handler).orElseThrow()))
                .map(e -> DynamicTest.dynamicTest(
                        e.method + " " + e.path,
                        () -> machine.send(e.method, e.path, e.method.equals("GET") ? null : "{}")
                                .expect(403)));
    }

    @Test
    void onlyTheseEndpointsAreOpenToMachines() {
        assertThat(endpoints().stream()
                        .filter(e -> !RightsInterceptor.isOpen(e.handler))
                        .filter(e -> !RightsInterceptor.isForPeople(e.handler))
                        // sensors are what machines come for; those doors are tested in the room sensing
                        .filter(e -> Stream.of("/sta/", "/api/v1/sensing/", "/ngsi-ld/")
                                .noneMatch(e.path::startsWith))
                        .filter(e -> Right.ofMachines()
                                .contains(RightsInterceptor.findRight(e.handler).orElseThrow()))
                        .map(e -> e.method + " " + e.path))
                .containsExactlyInAnyOrder(
                        "GET /api/v1/alerts",
                        "GET /api/v1/alerts/summary",
                        "GET /api/v1/alerts/x",
                        "GET /api/v1/cameras",
                        "GET /api/v1/cameras/x",
                        "GET /api/v1/places");
    }

    @Test
    void onlyTheseEndpointsAreOpen() {
        assertThat(endpoints().stream()
                        .filter(e -> RightsInterceptor.isOpen(e.handler))
                        .filter(e -> !e.path.equals("/error"))
                        .map(e -> e.method + " " + e.path))
                .containsExactlyInAnyOrder(
                        "POST /api/v1/session",
                        "GET /api/v1/health",
                        "GET /api/v1/health/self",
                        "GET /metrics",
                        "GET /ngsi-ld/context.jsonld",
                        "GET /api/v1/evidence/verifier.html",
                        "GET /api/v1/evidence/key.pem",
                        // by the token and passcode of a share
                        "POST /api/v1/shared/open",
                        "GET /api/v1/shared/exhibits/x/content",
                        "POST /api/v1/shared/exhibits/x/copies",
                        "GET /api/v1/shared/package",
                        "POST /api/v1/shared/files",
                        "HEAD /api/v1/shared/files/x",
                        "PATCH /api/v1/shared/files/x",
                        // by user name and password of a pass for players
                        "GET /api/v1/played/x/cameras/x/hls.m3u8",
                        "GET /api/v1/played/x/cameras/x/segments/x.mp4",
                        // by the token of the machine
                        "POST /api/v1/evidence/console/clips",
                        "GET /api/v1/evidence/console/exhibits/x",
                        "GET /api/v1/evidence/console/exhibits/x/package");
    }

    @Test
    void everyWebSocketPassesIdentity() {
        List<String> paths = server.context().getBeansOfType(HandlerMapping.class).values().stream()
                .filter(SimpleUrlHandlerMapping.class::isInstance)
                .flatMap(m -> ((SimpleUrlHandlerMapping) m).getHandlerMap().entrySet().stream())
                .filter(e -> e.getValue() instanceof WebSocketHttpRequestHandler)
                .map(Map.Entry::getKey)
                .toList();
        List<String> guarded = server.context().getBeansOfType(GuardedSocket.class).values().stream()
                .map(GuardedSocket::path)
                .toList();
        assertThat(paths).isNotEmpty().containsExactlyInAnyOrderElementsOf(guarded);
        Browser signedIn = server.person("OPERATOR");
        for (String path : guarded) {
            String real = path.replace("*", "x");
            WebSocket.Listener listener = new WebSocket.Listener() {};
            assertThatThrownBy(() -> server.browser().webSocket(real, listener)).hasStackTraceContaining("401");
            assertThatThrownBy(() -> signedIn.webSocket(real, "https://elsewhere.example", listener))
                    .hasStackTraceContaining("403");
        }
    }

    @Test
    void whatNobodyDeclaredIsRefused() {
        server.administrator().get("/api/v1/no-such-thing").expect(404);
        server.browser().get("/api/v1/no-such-thing").expect(401);
        server.browser().post("/no-such-thing", "{}").expect(401);
        for (String other : List.of("/sta/no-such-thing", "/ngsi-ld/no-such-thing")) {
            server.browser().get(other).expect(401);
            server.administrator().get(other).expect(404);
            server.machine("SEE_SENSORS").post(other, "{}").expect(404);
        }
    }

    @Test
    void wrongPasswordsLockTheDoorForAWhile() {
        Browser browser = server.browser();
        for (int i = 0; i < 5; i++) {
            browser.signIn("somebody", "wrong password " + i).expect(401);
        }
        assertThat(browser.signIn("somebody", "wrong").expect(429).text()).contains("Try again in");
    }

    @Test
    void headersKeepTheBrowserSafe() {
        Browser.Answer answer = server.browser().get("/api/v1/health").expect(200);
        assertThat(answer.header("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'")
                .contains("worker-src 'self' blob:");
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        Browser.Answer signedIn = server.browser().signIn("admin", "not this one");
        assertThat(signedIn.text()).doesNotContain("not this one");
    }

    @Test
    void thingsOfOtherAgenciesAreNotThere() {
        String other = server.agency("Harbour Police");
        Browser stranger = server.person("ADMINISTRATOR", other);
        Browser admin = server.administrator();
        String place = admin.post(
                        "/api/v1/places", Map.of("name", "Square", "location", Map.of("latitude", 1, "longitude", 2)))
                .expect(201)
                .json()
                .path("id")
                .asString();
        stranger.delete("/api/v1/places/" + place).expect(404);
        assertThat(stranger.get("/api/v1/places")
                        .expect(200)
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(stranger.get("/api/v1/people").expect(200).text()).doesNotContain("\"admin\"");
        stranger.post("/api/v1/agencies", Map.of("name", "Mine")).expect(403);
        String mine =
                stranger.get("/api/v1/session").json().at("/person/agency/id").asString();
        assertThat(mine).isEqualTo(other);
        String city =
                admin.get("/api/v1/session").json().at("/person/agency/id").asString();
        stranger.post(
                        "/api/v1/people",
                        Map.of("name", "spy", "displayName", "Spy", "role", "ADMINISTRATOR", "agencyId", city))
                .expect(404);
        assertThat(admin.get("/api/v1/audit?search=access.refused")
                        .expect(200)
                        .json()
                        .path("total")
                        .asInt())
                .isPositive();
    }

    @Test
    void closingAnAccountEndsItsSessionsAtOnce() {
        Browser operator = server.person("OPERATOR");
        String id = operator.get("/api/v1/session").json().at("/person/id").asString();
        server.administrator()
                .patch("/api/v1/people/" + id, Map.of("active", false))
                .expect(200);
        operator.get("/api/v1/session").expect(401);
    }
}
