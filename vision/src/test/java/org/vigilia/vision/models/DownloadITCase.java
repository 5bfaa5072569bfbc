package org.vigilia.vision.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DownloadITCase {

    @TempDir
    Path folder;

    private final byte[] content = new byte[300_000];
    private final List<String> ranges = new ArrayList<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private HttpServer server;
    private int cutAt = Integer.MAX_VALUE;

    @BeforeEach
    void serve() throws IOException {
        new Random(7).nextBytes(content);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/package.tgz", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(String.valueOf(range));
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
            exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
            int until = Math.min(content.length, cutAt);
            cutAt = Integer.MAX_VALUE;
            exchange.getResponseBody().write(content, from, Math.max(0, until - from));
            // closing short of the promised length breaks the connection
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/package.tgz");
    }

    private Pinned pinned() throws Exception {
        String sum = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-512").digest(content));
        return new Pinned("a-package", "1.0.0", address(), "package.tgz", sum, content.length, "MIT", List.of());
    }

    private Path fetch(Pinned pinned) throws Exception {
        return new Download(new PrintStream(said, true, StandardCharsets.UTF_8), false)
                .fetch(pinned, pinned.source(), folder);
    }

    @Test
    void aBrokenDownloadGoesOnWhereItStopped() throws Exception {
        cutAt = 120_000;
        assertThat(Files.readAllBytes(fetch(pinned()))).isEqualTo(content);
        assertThat(ranges).hasSize(2).first().isEqualTo("null");
        assertThat(ranges.get(1)).startsWith("bytes=");
        assertThat(folder.resolve("package.tgz.part")).doesNotExist();
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("a-package 1.0.0")
                .contains("100 %");
    }

    @Test
    void whatWasLeftByAnEarlierRunIsUsed() throws Exception {
        Files.write(folder.resolve("package.tgz.part"), java.util.Arrays.copyOf(content, 200_000));
        fetch(pinned());
        assertThat(ranges).containsExactly("bytes=200000-");
        fetch(pinned());
        assertThat(ranges).as("the second time nothing is asked for").hasSize(1);
    }

    @Test
    void aFilePutThereByHandIsUsed() throws Exception {
        Files.write(folder.resolve("package.tgz"), content);
        fetch(pinned());
        assertThat(ranges).isEmpty();
    }

    @Test
    void contentThatIsNotWhatWasPinnedIsRefused() throws Exception {
        Pinned pinned = pinned();
        content[1000]++;
        assertThatThrownBy(() -> fetch(pinned)).isInstanceOf(IOException.class).hasMessageContaining("checksum");
        assertThat(folder.resolve("package.tgz")).doesNotExist();
    }

    @Test
    void withoutANetworkTheErrorSaysWhatToDo() throws Exception {
        Pinned pinned = pinned();
        server.stop(0);
        assertThatThrownBy(() -> fetch(pinned))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot fetch a-package 1.0.0")
                .hasMessageContaining(pinned.source().toString())
                .hasMessageContaining("what to do")
                .hasMessageContaining(folder.resolve("package.tgz").toString());
    }
}
