package org.vigilia.node;

import java.io.IOException;
import java.util.List;

/** Runs another module's command line to its end, sharing this terminal. */
final class Child {

    private Child() {}

    /** @return its exit code */
    static int run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-child"));
            return process.waitFor();
        } catch (IOException e) {
            throw new UserError("Cannot start " + command.get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }
}
