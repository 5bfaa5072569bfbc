package org.vigilia.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a process how it is: by its health page, or by whether its port accepts a connection. */
final class Probe {

    /**
     * What came back.
     *
     * @param reached it answered at all
     * @param well it says that it does its whole job
     * @param detail why, for people; may be empty
     */
    record Answer(boolean reached, boolean well, String detail) {}

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int CONNECT_LIMIT_MS = 2000;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final JsonMapper json = JsonMapper.builder().build();

    Answer ask(ProcessPlan plan) {
        URI health = plan.health();
        return health == null ? askPort(plan.port()) : askPage(health);
    }

    private Answer askPage(URI health) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(health).timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
            JsonNode body = json.readTree(response.body());
            String status = body.path("status").asString("DOWN");
            return new Answer(true, status.equals("UP"), reason(body));
        } catch (IOException e) {
            return new Answer(false, false, "no answer from " + health);
        } catch (JacksonException e) {
            return new Answer(true, false, "its health page is not JSON");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(false, false, "interrupted");
        }
    }

    /** What the process says of itself for people: its one line, else its list of troubles, else nothing. */
    static String reason(JsonNode health) {
        String detail = health.path("detail").asString("").strip();
        if (!detail.isEmpty()) {
            return detail;
        }
        return health.path("troubles")
                .valueStream()
                .map(trouble -> trouble.asString("").strip())
                .filter(trouble -> !trouble.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static Answer askPort(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_LIMIT_MS);
            return new Answer(true, true, "accepts connections");
        } catch (IOException e) {
            return new Answer(false, false, "port " + port + " does not answer");
        }
    }
}
