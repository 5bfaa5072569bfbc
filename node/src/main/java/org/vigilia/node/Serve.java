package org.vigilia.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vigilia serve}: everything on this machine, until it is told to stop. */
@Command(name = "serve", description = "Run everything on this machine until Ctrl-C")
final class Serve implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE", description = "configuration; default config/vigilia.yml")
    private @Nullable Path configFile;

    @Option(names = "--data", paramLabel = "DIR", description = "where everything is kept; default ./data")
    private @Nullable Path data;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "override one setting; may be repeated")
    private List<String> overrides = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Home home = Home.find(System.getenv());
        ConfigFile config =
                ConfigFile.read(configFile == null ? home.root().resolve("config/vigilia.yml") : configFile, overrides);
        Path folder = (data == null ? home.root().resolve("data") : data)
                .toAbsolutePath()
                .normalize();
        try (Shutdown shutdown = new Shutdown();
                Machine machine = new Machine(home, config, folder)) {
            machine.start();
            shutdown.started();
            System.out.println();
            System.out.println("Vigilia is up: " + machine.url());
            FirstAdministrator.announce(folder);
            System.out.println("Stop with Ctrl-C. Data and logs are in " + folder);
            shutdown.await(0);
            System.out.println("Stopping …");
        }
        return 0;
    }
}
