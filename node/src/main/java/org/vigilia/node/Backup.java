package org.vigilia.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code vigilia backup}: everything of a data folder in another, while Vigilia runs or not. The database is copied as
 * PostgreSQL's documentation says (25.3.4, low-level base backup), for pg_dump is not among the bundled programs; at its
 * next start it recovers by itself. Files are copied after the database: what it names is there.
 */
@Command(
        name = "backup",
        description = {
            "Copy database, secrets, evidence and recordings to a folder, while Vigilia runs or not",
            "The copy holds the keys: keep it as safe as the machine itself"
        })
final class Backup implements Callable<Integer> {
    /** Made anew at each start, or of no use elsewhere. */
    private static final Set<String> LEFT_OUT = Set.of("run", "logs", "postgres");

    private static final String DONE = "backup.txt";

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "an empty folder")
    @SuppressWarnings("NullAway.Init")
    private Path to;

    @Option(names = "--data", paramLabel = "DIR", description = "data folder; default that of serve or demo")
    private @Nullable Path data;

    @Option(names = "--without-recordings", description = "leave the recordings out; evidence is copied all the same")
    private boolean withoutRecordings;

    @Override
    public Integer call() throws Exception {
        Path from = data == null
                ? Console.data(Home.find(System.getenv()), null)
                : data.toAbsolutePath().normalize();
        if (!Files.isDirectory(from.resolve("postgres"))) {
            throw new UserError("There is no Vigilia data in " + from);
        }
        Path target = to.toAbsolutePath().normalize();
        if (target.startsWith(from)) {
            throw new UserError("The copy cannot lie in the data folder itself.");
        }
        empty(target);
        database(from, target.resolve("postgres"));
        copy(from, target, path -> {
            String first = path.getName(0).toString();
            boolean packages = path.startsWith("evidence/packages");
            return LEFT_OUT.contains(first) || packages || withoutRecordings && first.equals("recordings");
        });
        Files.writeString(
                target.resolve(DONE),
                "Vigilia backup of " + from + "\nmade " + Instant.now()
                        + "\nrestore: ./vigilia restore --from DIR --data DIR\n");
        System.out.println("Backed up " + from + " to " + target);
        return 0;
    }

    static void empty(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (var files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new UserError(folder + " is not empty");
            }
        }
        Files.setPosixFilePermissions(folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    }

    private static void database(Path data, Path target) throws IOException, SQLException {
        Path cluster = data.resolve("postgres");
        Predicate<Path> runtime = path -> {
            String text = path.toString();
            return text.equals("postmaster.pid")
                    || text.equals("postmaster.opts")
                    || text.startsWith("pg_replslot/")
                    || text.contains("pgsql_tmp");
        };
        if (!Files.exists(cluster.resolve("postmaster.pid"))) {
            copy(cluster, target, runtime);
            return;
        }
        try (Connection connection = connect(data);
                Statement sql = connection.createStatement()) {
            // keeps the log of changes from being recycled while files are copied
            sql.execute("select pg_create_physical_replication_slot('vigilia_backup', true)");
            try {
                sql.execute("select pg_backup_start('vigilia', true)");
                copy(
                        cluster,
                        target,
                        path -> runtime.test(path) || path.startsWith("pg_wal") && path.getNameCount() > 1);
                String label;
                try (ResultSet stopped = sql.executeQuery("select labelfile from pg_backup_stop(false)")) {
                    stopped.next();
                    label = stopped.getString(1);
                }
                Files.writeString(target.resolve("backup_label"), label);
                copy(cluster.resolve("pg_wal"), target.resolve("pg_wal"), path -> false);
            } finally {
                sql.execute("select pg_drop_replication_slot('vigilia_backup')");
            }
        }
    }

    private static Connection connect(Path data) throws IOException, SQLException {
        Properties settings = new Properties();
        try (InputStream in = Files.newInputStream(data.resolve("run/server.properties"))) {
            settings.load(in);
        } catch (NoSuchFileException e) {
            throw new UserError("A database runs in " + data + ", but not under Vigilia; stop it first.");
        }
        Path password = Path.of(settings.getProperty("db.password.file"));
        return DriverManager.getConnection(
                settings.getProperty("db.url"),
                settings.getProperty("db.user"),
                Files.readString(password).strip());
    }

    /** Copies a tree with its rights; what goes away meanwhile is left out. */
    static void copy(Path from, Path to, Predicate<Path> leftOut) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path relative = from.relativize(folder);
                if (!relative.toString().isEmpty() && leftOut.test(relative)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Path target = to.resolve(relative.toString());
                Files.createDirectories(target);
                Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(folder));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path relative = from.relativize(file);
                if (attributes.isRegularFile() && !leftOut.test(relative)) {
                    try {
                        Files.copy(
                                file,
                                to.resolve(relative.toString()),
                                StandardCopyOption.COPY_ATTRIBUTES,
                                StandardCopyOption.REPLACE_EXISTING);
                    } catch (NoSuchFileException gone) {
                        return FileVisitResult.CONTINUE;
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    /** {@code vigilia restore}: the other way. */
    @Command(name = "restore", description = "Bring a backup back into an empty data folder")
    static final class Restore implements Callable<Integer> {
        @Option(names = "--from", paramLabel = "DIR", required = true, description = "what backup wrote")
        @SuppressWarnings("NullAway.Init")
        private Path from;

        @Option(names = "--data", paramLabel = "DIR", description = "an empty folder; default ./data")
        private @Nullable Path data;

        @Override
        public Integer call() throws Exception {
            Path source = from.toAbsolutePath().normalize();
            if (!Files.exists(source.resolve(DONE))) {
                throw new UserError(source + " is no whole backup: it has no " + DONE);
            }
            Path target = (data == null ? Home.find(System.getenv()).root().resolve("data") : data)
                    .toAbsolutePath()
                    .normalize();
            empty(target);
            copy(source, target, path -> path.toString().equals(DONE));
            System.out.println("Restored " + source + " to " + target + ". Start it: ./vigilia serve --data " + target);
            return 0;
        }
    }
}
