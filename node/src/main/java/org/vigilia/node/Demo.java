package org.vigilia.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code vigilia demo}: a working town on this machine, from nothing. */
@Command(name = "demo", description = "Set everything up and show a working town")
final class Demo implements Callable<Integer> {

    @Option(
            names = "--footage",
            paramLabel = "DIR",
            description =
                    "clips for the cameras; default: those beside the checkout, else Debian's sample, else --rendered")
    private @Nullable Path footage;

    @Option(
            names = "--rendered",
            description = "show drawn street scenes, from cameras that analyse their pictures themselves")
    private boolean rendered;

    @Option(names = "--for", paramLabel = "SECONDS", description = "end by itself after so long, with a summary")
    private int seconds;

    @Option(names = "--cameras", paramLabel = "N", description = "at most so many cameras")
    private int cameras = 16;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where the demo keeps its data; emptied at start; default data/demo")
    private @Nullable Path data;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "override one setting; may be repeated")
    private List<String> overrides = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Home home = Home.find(System.getenv());
        Path folder = (data == null ? home.root().resolve("data/demo") : data)
                .toAbsolutePath()
                .normalize();
        if (rendered && footage != null) {
            throw new UserError("--rendered and --footage exclude each other: drawn scenes or clips.");
        }
        System.out.println("1/4 Models");
        boolean models = Child.run(Models.command(home)) == 0;
        System.out.println("2/4 Footage");
        Path clips = rendered ? null : FootageChoice.find(home, footage);
        if (clips == null && !rendered) {
            System.out.println("  no footage here, so street scenes are drawn; clips of your own: --footage DIR");
        }
        if (!models && clips != null) {
            throw new UserError("The detector is not there; './vigilia models' says why.");
        }
        if (!models) {
            System.out.println("  going on without a detector: the cameras of drawn scenes need none");
        }
        Town.clear(folder);
        Files.createDirectories(folder.resolve("town"));
        try (Shutdown shutdown = new Shutdown();
                Town town = new Town(home, folder, overrides)) {
            town.prepare(clips, cameras);
            System.out.println("3/4 Starting database, media, server, stream and vision");
            town.start();
            shutdown.started();
            welcome(town);
            shutdown.await(seconds);
            return conclude(town.finish());
        }
    }

    private void welcome(Town town) throws Exception {
        List<String> account = Files.readAllLines(town.account());
        System.out.println("4/4 The town is up");
        System.out.println();
        System.out.println("  Open      " + town.machine().url());
        System.out.println("  Sign in   " + account.get(0) + "  /  " + account.get(1));
        System.out.println("  Logs      " + town.machine().data().resolve("logs"));
        System.out.println(seconds > 0 ? "  Ends by itself in " + seconds + " s" : "  Stop with Ctrl-C");
        System.out.println();
    }

    private static int conclude(@Nullable JsonNode summary) {
        if (summary == null) {
            System.err.println("demo: no summary: the people of the town could not tell what they saw");
            return 1;
        }
        System.out.println("demo: " + summary.path("cameras").asInt() + " cameras, "
                + summary.path("alerts").asInt() + " alerts, "
                + summary.path("incidents").asInt() + " incidents, worst picture age "
                + summary.path("worstPictureAgeMs").asInt() + " ms");
        return 0;
    }
}
