package org.vigilia.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real S3 server (s3proxy) with one bucket in a folder, as a process of its own. It can go away and come back. */
public final class ObjectStore implements AutoCloseable {

    public static final String BUCKET = "footage";

    private final Path folder;
    private final int port;
    private @Nullable Process process;

    public ObjectStore(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket socket = new ServerSocket(0)) {
            this.port = socket.getLocalPort();
        }
        Files.createDirectories(objects());
        Files.writeString(folder.resolve("key"), "local-identity\nlocal-secret\n");
        Files.writeString(
                folder.resolve("s3proxy.conf"),
                "s3proxy.authorization=aws-v2-or-v4\ns3proxy.identity=local-identity\n"
                        + "s3proxy.credential=local-secret\ns3proxy.endpoint=" + url()
                        + "\njclouds.provider=filesystem-nio2\njclouds.filesystem.basedir=" + folder.resolve("store")
                        + "\n");
        start();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The file with the keys. */
    public Path key() {
        return folder.resolve("key");
    }

    /** Where the objects lie. */
    public Path objects() {
        return folder.resolve("store").resolve(BUCKET);
    }

    public void start() throws IOException {
        Path jar = Path.of("target", "conformance", "s3proxy.jar").toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new IOException(jar + " is put there by Maven in the phase pre-integration-test");
        }
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar.toString(),
                        "--properties",
                        folder.resolve("s3proxy.conf").toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3proxy.log").toFile())
                .start();
        RunningServer.await("the object store", () -> {
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress("127.0.0.1", port), 200);
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** Goes away; what it holds stays. */
    public void stop() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            try {
                running.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new IOException("interrupted", e));
            }
        }
    }

    @Override
    public void close() {
        stop();
    }
}
