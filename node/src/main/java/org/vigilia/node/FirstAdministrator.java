package org.vigilia.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Shows the one-time password that the server made at its first start, as long as nobody has used it. */
final class FirstAdministrator {

    private FirstAdministrator() {}

    static Path file(Path data) {
        return data.resolve("first-administrator.txt");
    }

    static void announce(Path data) throws IOException {
        Path file = file(data);
        if (Files.exists(file)) {
            System.out.println("First start. Sign in once with this account; you will choose a password of your own:");
            Files.readAllLines(file).forEach(line -> System.out.println("    " + line));
        }
    }
}
