package org.vigilia.server.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.server.ServerSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks with the other processes of this machine over HTTP, with the machine's token. Every call ends within its time
 * limit; {@link IOException} when the process is away or refuses. Safe for use by many threads.
 */
@Component
class Machines {

    private final @Nullable Path tokenFile;
    private final JsonMapper json;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    Machines(ServerSettings.Token token, JsonMapper json) {
        this.tokenFile = token.file();
        this.json = json;
    }

    JsonNode get(URI process, String path, Duration limit) throws IOException {
        return read(send(request(process, path, limit).GET().build()));
    }

    JsonNode put(URI process, String path, Object body, Duration limit) throws IOException {
        return read(send(request(process, path, limit)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build()));
    }

    JsonNode post(URI process, String path, Object body, Duration limit) throws IOException {
        return read(postForBytes(process, path, body, limit));
    }

    byte[] postForBytes(URI process, String path, Object body, Duration limit) throws IOException {
        return send(request(process, path, limit)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build());
    }

    /** Read anew each time: the supervisor may have made another. */
    String token() throws IOException {
        return tokenFile == null ? "" : Files.readString(tokenFile).strip();
    }

    private HttpRequest.Builder request(URI process, String path, Duration limit) throws IOException {
        return HttpRequest.newBuilder(process.resolve(path))
                .timeout(limit)
                .header("Authorization", "Bearer " + token());
    }

    private byte[] send(HttpRequest request) throws IOException {
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 != 2) {
                throw new IOException(request.method() + " " + request.uri() + " answered " + response.statusCode()
                        + reason(response.body()));
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String reason(byte[] body) {
        try {
            JsonNode read = json.readTree(body);
            String text = read.path("detail").asString(read.path("error").asString(""));
            return text.isEmpty() ? "" : ": " + text;
        } catch (JacksonException e) {
            return "";
        }
    }

    private JsonNode read(byte[] body) throws IOException {
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            throw new IOException("the answer is not JSON", e);
        }
    }
}
