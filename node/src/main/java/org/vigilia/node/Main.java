package org.vigilia.node;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line behind the front door {@code ./vigilia}. */
@Command(
        name = "vigilia",
        description = "Open city operations platform",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "Vigilia 0.1.0",
        subcommands = {
            Serve.class,
            Demo.class,
            Analyse.class,
            Models.class,
            Bench.class,
            FootageCommand.class,
            Verify.class,
            Evidence.class,
            Backup.class,
            Backup.Restore.class
        })
public final class Main implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private Main() {}

    /** Exit codes: 0 done, 1 failed, 2 wrong arguments, 130 interrupted. */
    public static void main(String[] arguments) {
        CommandLine line = commandLine();
        line.setExecutionExceptionHandler((error, command, parsed) -> {
            if (error instanceof UserError) {
                command.getErr().println("vigilia: " + error.getMessage());
                return 1;
            }
            if (error instanceof InterruptedException) {
                command.getErr().println("vigilia: stopped");
                return 130;
            }
            throw error;
        });
        System.exit(line.execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return 0;
    }
}
