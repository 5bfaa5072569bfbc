package org.vigilia.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.vigilia.server.ServerApplication;
import tools.jackson.databind.JsonNode;

/**
 * The whole server on a free port and an empty database, as people meet it. Starting takes some seconds: a test class
 * shares one with {@code @BeforeAll} and closes it after.
 */
public final class RunningServer implements AutoCloseable {

    /** What {@link #administrator()} chooses at the first sign-in. */
    public static final String PASSWORD = "correct horse battery";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ConfigurableApplicationContext context;
    private final Path data;
    private final Map<String, Browser> signedIn = new ConcurrentHashMap<>();

    private RunningServer(ConfigurableApplicationContext context, Path data) {
        this.context = context;
        this.data = data;
    }

    /** With usual settings. */
    public static RunningServer start() {
        return start(Map.of());
    }

    /** @param settings keys as in the settings file; they win over the usual ones of tests */
    public static RunningServer start(Map<String, String> settings) {
        return start(settings, true);
    }

    /** As it is while the database may still be away. */
    public static RunningServer startWithoutWaiting(Map<String, String> settings) {
        return start(settings, false);
    }

    private static RunningServer start(Map<String, String> settings, boolean waitForDatabase) {
        try {
            Path data = Files.createTempDirectory("vigilia-server");
            Map<String, String> all = new LinkedHashMap<>();
            all.put("http.port", "0");
            all.put("http.address", "127.0.0.1");
            all.put("data.dir", data.toString());
            all.put("web.dir", data.resolve("web").toString());
            // nothing listens there unless the test starts it
            all.put("media.url", "http://127.0.0.1:1");
            all.put("media.socket", data.resolve("media.sock").toString());
            all.put("vision.urls", "http://127.0.0.1:1");
            all.put("stream.url", "http://127.0.0.1:1");
            all.put("node.url", "http://127.0.0.1:1");
            all.put("db.user", "postgres");
            all.put("spring.jmx.enabled", "false");
            all.putAll(settings);
            all.computeIfAbsent("db.url", key -> TestDatabase.create());
            String[] arguments = all.entrySet().stream()
                    .map(e -> "--" + e.getKey() + "=" + e.getValue())
                    .toArray(String[]::new);
            RunningServer server =
                    new RunningServer(ServerApplication.application().run(arguments), data);
            if (waitForDatabase) {
                await("the first administrator", server::hasPeople);
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return java.util.Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    /** Folder for what the server keeps outside the database. */
    public Path data() {
        return data;
    }

    /** A component of the server, also a package-private one. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    /** A browser with no cookies. */
    public Browser browser() {
        return new Browser("http://127.0.0.1:" + port());
    }

    /** A browser in which the first administrator is signed in, with the password chosen; the same one every time. */
    public Browser administrator() {
        return signedIn.computeIfAbsent("admin", name -> {
            Browser browser = browser();
            browser.signIn("admin", oneTimePassword()).expect(200);
            browser.post("/api/v1/session/password", Map.of("current", oneTimePassword(), "next", PASSWORD))
                    .expect(204);
            return browser;
        });
    }

    /** Whether the tables are there and the first start is done. */
    public boolean hasPeople() {
        try {
            return bean(JdbcClient.class)
                            .sql("select count(*) from person")
                            .query(Integer.class)
                            .single()
                    > 0;
        } catch (DataAccessException e) {
            return false;
        }
    }

    /** The password for one use of the first administrator. */
    public String oneTimePassword() {
        try {
            return Files.readAllLines(data.resolve("first-administrator.txt")).stream()
                    .filter(line -> line.startsWith("password: "))
                    .map(line -> line.substring("password: ".length()))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A browser of a new person of the first agency. @param role a name of {@code Role} */
    public Browser person(String role) {
        return person(
                role,
                administrator()
                        .get("/api/v1/session")
                        .json()
                        .at("/person/agency/id")
                        .asString());
    }

    /** A browser of a new person, signed in, with the password chosen. */
    public Browser person(String role, String agencyId) {
        String name = role.toLowerCase(java.util.Locale.ROOT) + NUMBER.incrementAndGet();
        JsonNode created = administrator()
                .post("/api/v1/people", Map.of("name", name, "displayName", name, "role", role, "agencyId", agencyId))
                .expect(201)
                .json();
        String password = created.path("oneTimePassword").asString();
        Browser browser = browser();
        browser.signIn(name, password).expect(200);
        browser.post("/api/v1/session/password", Map.of("current", password, "next", PASSWORD))
                .expect(204);
        return browser;
    }

    /** A new agency's id. */
    public String agency(String name) {
        return administrator()
                .post("/api/v1/agencies", Map.of("name", name))
                .expect(201)
                .json()
                .path("id")
                .asString();
    }

    /** A machine of the first agency, with a new token. */
    public MachineClient machine(String... rights) {
        return machine(administrator(), rights);
    }

    /** A machine with a new token. @param administrator of its agency */
    public MachineClient machine(Browser administrator, String... rights) {
        String name = "machine" + NUMBER.incrementAndGet();
        JsonNode created = administrator
                .post("/api/v1/tokens", Map.of("name", name, "rights", rights))
                .expect(201)
                .json();
        return machineShowing(created.path("token").asString());
    }

    /** A machine that shows any text as its token, from a network address of its own. */
    public MachineClient machineShowing(String token) {
        int number = NUMBER.incrementAndGet();
        return new MachineClient(
                "http://127.0.0.1:" + port(), token, "10.0." + number / 250 + "." + (1 + number % 250));
    }

    /** Waits until something is true, at most 20 s. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited 20 s in vain for " + what);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
