package org.vigilia.sim.people;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** The server's REST interface and WebSockets as one signed-in person uses them. Safe for use by many threads. */
public final class Api {

    /** The server said no. */
    public static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }
    }

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String server;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final JsonMapper json = JsonMapper.builder().build();

    /** @param server its address, {@code http://host:port} */
    public Api(String server) {
        this.server = server;
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, "application/json", null);
    }

    public JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send("POST", path, "application/json", json.writeValueAsString(body));
    }

    /** Sends text of another type than JSON. */
    public JsonNode post(String path, String type, String body) throws IOException, InterruptedException {
        return send("POST", path, type, body);
    }

    /** Signs in with the account that {@code sim people} wrote: name and password, one a line. */
    public void signIn(Path account) throws IOException, InterruptedException {
        List<String> lines = Files.readAllLines(account);
        get("/health");
        post("/session", Map.of("name", lines.get(0), "password", lines.get(1)));
        get("/session");
    }

    /**
     * Uses up the first administrator's one-time password, takes a random one instead, writes the account (name and
     * password, one a line, readable by the owner only) and stays signed in.
     *
     * @return the name
     */
    public String useFirstPassword(Path firstAdministrator, Path account) throws IOException, InterruptedException {
        List<String> lines = Files.readAllLines(firstAdministrator);
        String name = field(lines, "name");
        String oneTime = field(lines, "password");
        String password = randomPassword();
        get("/health");
        post("/session", Map.of("name", name, "password", oneTime));
        post("/session/password", Map.of("current", oneTime, "next", password));
        get("/session");
        Files.deleteIfExists(account);
        Files.createFile(account, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(account, name + "\n" + password + "\n");
        return name;
    }

    private static String field(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no '" + key + ":' in the first administrator's file"));
    }

    private static String randomPassword() {
        String letters = "abcdefghjkmnpqrstuvwxyz23456789";
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            password.append(i > 0 && i % 4 == 0 ? "-" : "").append(letters.charAt(random.nextInt(letters.length())));
        }
        return password.toString();
    }

    public JsonNode put(String path, String type, String body) throws IOException, InterruptedException {
        return send("PUT", path, type, body);
    }

    /** Opens a socket below {@code /api/v1}, as a page does. */
    public WebSocket open(String path, WebSocket.Listener listener) throws IOException, InterruptedException {
        try {
            return http.newWebSocketBuilder()
                    .connectTimeout(LIMIT)
                    .header("Origin", server)
                    .buildAsync(URI.create(server.replaceFirst("^http", "ws") + "/api/v1" + path), listener)
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("cannot open " + path + ": " + e.getCause(), e);
        }
    }

    private JsonNode send(String method, String path, String type, @Nullable String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + "/api/v1" + path))
                .timeout(LIMIT)
                .header("Accept", "application/json");
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", type)
                    .method(method, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        }
        cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .findFirst()
                .ifPresent(cookie -> request.header("X-XSRF-TOKEN", cookie.getValue()));
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 400) {
            throw new Refused(
                    response.statusCode(),
                    method + " " + path + " answered " + response.statusCode() + ": " + response.body());
        }
        String type2 = response.headers().firstValue("Content-Type").orElse("");
        return response.body().isBlank() || !type2.contains("json")
                ? JsonNodeFactory.instance.objectNode()
                : json.readTree(response.body());
    }
}
