package org.vigilia.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the virtual machines of the programs are set up: they share one computer, so each gets what it needs and no more.
 * Media and server are compiled by the first compiler only, which halves their memory and the work of their start; but
 * for hashes, ciphers and signatures, which only the second gives the processor's own instructions for. See decision
 * 0059-two-compilers.
 */
final class Jvm {
    /** Pictures wait outside media's heap, which itself needs little: a young generation that need not grow stays small. */
    private static final Map<String, List<String>> MEMORY = Map.of(
            "broker", List.of("-Xmx256m"),
            "media",
                    List.of(
                            "-Xms12m",
                            "-Xmn4m",
                            "-Xmx160m",
                            "-XX:MinHeapFreeRatio=10",
                            "-XX:MaxHeapFreeRatio=30",
                            "-XX:MaxDirectMemorySize=512m",
                            "-XX:ReservedCodeCacheSize=32m"),
            "server", List.of("-Xmx448m"),
            "stream", List.of("-Xmx512m"),
            "vision", List.of("-Xmx320m"));

    private Jvm() {}

    /** Options for {@code java}; the program is named as its module. */
    static List<String> options(Home home, String program) {
        List<String> options = new ArrayList<>(MEMORY.getOrDefault(program, List.of()));
        options.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-Duser.timezone=UTC"));
        if (program.equals("media") || program.equals("server")) {
            // standard output is for results: what the machine says of its directives goes elsewhere
            options.addAll(List.of(
                    "-XX:+IgnoreUnrecognizedVMOptions",
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:+DisplayVMOutputToStderr",
                    "-XX:CompilerDirectivesFile=" + home.resource("node", "jvm/ciphers.json")));
        }
        if (Runtime.version().feature() >= 24) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        return options;
    }
}
