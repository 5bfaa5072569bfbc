package org.vigilia.node;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigilia verify}: whether anything in an evidence package was changed. Needs no server and no network. */
@Command(
        name = "verify",
        description = {
            "Verify an evidence package (.vgx): VERIFIED or NOT VERIFIED, and what does not hold",
            "Exit status: 0 verified, 3 not verified, 2 the file cannot be read or is no package"
        })
final class Verify implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "the package")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "the agency's published key (PEM): another signer is not accepted")
    private @Nullable Path key;

    @Option(
            names = "--passcode-file",
            paramLabel = "FILE",
            description = "holds the passcode of an encrypted package, whose inside is verified then too")
    private @Nullable Path passcode;

    @Option(
            names = "--tsa-ca",
            paramLabel = "FILE",
            description =
                    "certificates (PEM) of the authorities whose time stamps are believed: others are not accepted")
    private @Nullable Path authorities;

    @Override
    public Integer call() {
        Home home = Home.find(System.getenv());
        List<String> command =
                home.java("proof", "org.vigilia.proof.pack.Main", List.of("-Xmx192m", "-XX:+UseSerialGC"));
        command.add(file.toString());
        if (key != null) {
            command.addAll(List.of("--key", key.toString()));
        }
        if (passcode != null) {
            command.addAll(List.of("--passcode-file", passcode.toString()));
        }
        if (authorities != null) {
            command.addAll(List.of("--tsa-ca", authorities.toString()));
        }
        return Child.run(command);
    }
}
