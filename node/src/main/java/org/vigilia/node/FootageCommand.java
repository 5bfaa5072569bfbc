package org.vigilia.node;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code vigilia footage}: audits recordings, or makes their index anew. Works while the system runs, by its database;
 * otherwise the database alone is started for as long as it takes.
 */
@Command(
        name = "footage",
        description = "Recordings: audit looks at every file and every second; rebuild-index makes the index anew")
final class FootageCommand implements Callable<Integer> {

    @Parameters(paramLabel = "audit|rebuild-index", description = "what to do")
    @SuppressWarnings("NullAway.Init")
    private String what;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the data folder; default ./data, or that of the demo where there is no other")
    private @Nullable Path data;

    @Option(names = "--config", paramLabel = "FILE", description = "configuration; default config/vigilia.yml")
    private @Nullable Path configFile;

    @Override
    public Integer call() throws Exception {
        if (!Set.of("audit", "rebuild-index").contains(what)) {
            throw new UserError("There is no 'footage " + what + "'; there are audit and rebuild-index");
        }
        Home home = Home.find(System.getenv());
        Path folder = (data == null ? usual(home) : data).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder.resolve("postgres"))) {
            throw new UserError("There is no Vigilia data in " + folder + "; name its folder by --data DIR");
        }
        OptionalInt running = Postgres.findRunning(folder.resolve("postgres"));
        if (running.isPresent()) {
            return tool(home, folder, running.getAsInt());
        }
        java.io.PrintStream console = System.out;
        System.setOut(System.err);
        ConfigFile config = ConfigFile.read(
                configFile == null ? home.root().resolve("config/vigilia.yml") : configFile, anyPorts());
        try (Shutdown shutdown = new Shutdown();
                Machine machine = new Machine(home, config, folder)) {
            machine.start(Set.of());
            shutdown.started();
            System.setOut(console);
            return tool(home, folder, machine.databasePort());
        } finally {
            System.setOut(console);
        }
    }

    private static Path usual(Home home) {
        Path own = home.root().resolve("data");
        return Files.isDirectory(own.resolve("postgres")) ? own : own.resolve("demo");
    }

    private static List<String> anyPorts() {
        List<String> anyPorts = new ArrayList<>();
        for (String name : List.of("server", "media", "vision", "stream", "broker", "node")) {
            anyPorts.add(name + ".http.port=0");
        }
        anyPorts.add("broker.mqtt.port=0");
        anyPorts.add("postgres.port=0");
        return anyPorts;
    }

    /** With the settings the server has or had last, but this database. */
    private int tool(Home home, Path folder, int port) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        Path last = folder.resolve("run/server.properties");
        if (Files.exists(last)) {
            Properties read = new Properties();
            try (Reader in = Files.newBufferedReader(last)) {
                read.load(in);
            }
            read.forEach((key, value) -> settings.put(String.valueOf(key), String.valueOf(value)));
        }
        settings.putIfAbsent("db.user", "vigilia");
        settings.putIfAbsent(
                "db.password.file", folder.resolve("secrets/database").toString());
        settings.putIfAbsent("data.dir", folder.toString());
        settings.put("db.url", "jdbc:postgresql://127.0.0.1:" + port + "/vigilia");
        Path file = folder.resolve("run/footage.properties");
        Machine.writeProperties(file, settings);
        List<String> command = home.java(
                "server",
                "org.vigilia.server.footage.tool.FootageTool",
                List.of("-Xmx384m", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8", "-Duser.timezone=UTC"));
        command.addAll(List.of(what, "--settings", file.toString()));
        return Child.run(command);
    }
}
