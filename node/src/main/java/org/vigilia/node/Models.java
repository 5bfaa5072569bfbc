package org.vigilia.node;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** {@code vigilia models}: fetches and converts the detector, or does what its arguments say. */
@Command(
        name = "models",
        description = "Fetch the pinned models and convert them (cached; see docs/reference/models.md)")
final class Models implements Callable<Integer> {

    @Parameters(arity = "0..*", hidden = true)
    private List<String> arguments = new ArrayList<>();

    @Unmatched
    private List<String> options = new ArrayList<>();

    @Override
    public Integer call() {
        Home home = Home.find(System.getenv());
        List<String> command = command(home);
        command.addAll(arguments);
        command.addAll(options);
        return Child.run(command);
    }

    static List<String> command(Home home) {
        List<String> command = Vision.command(home);
        command.add("models");
        return command;
    }
}
