package org.vigilia.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the virtual machines of the programs are set up: they share one computer, so each gets what it needs and no more.
 * Media and server are compiled by the first compiler only, which takes less memory and less work at the start; but for
 * hashes, ciphers and signatures, which only the second gives the processor's own instructions for. See decision
 * 0059-two-compilers.
 */
final class Jvm {
    private static final Map<String, List<String>> OWN = Map.of(
            "broker", List.of("-Xmx256m"),
            "media",
                    List.of(
                            // pictures wait outside the heap, which itself needs little
                            "-Xms11m",
                            "-Xmn3m",
                            "-Xmx160m",
                            "-XX:MinHeapFreeRatio=10",
                            "-XX:MaxHeapFreeRatio=30",
                            "-XX:MaxDirectMemorySize=512m",
                            // what is done for each packet is compiled, what is done at the start is not
                            "-XX:ReservedCodeCacheSize=32m",
                            "-XX:Tier3InvocationThreshold=1000",
                            "-XX:Tier3MinInvocationThreshold=500",
                            "-XX:Tier3CompileThreshold=8000",
                            // what pictures have left free goes back to the system, in about a millisecond
                            "-XX:TrimNativeHeapInterval=2000"),
            "server", List.of("-Xmx448m"),
            "stream", List.of("-Xmx512m"),
            "vision", List.of("-Xmx320m"));

    /** The second compiler for ciphers only: nothing else need be watched for it while it runs. */
    private static final List<String> TWO_COMPILERS = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UnlockDiagnosticVMOptions",
            // standard output is for results: what the machine says of its directives goes elsewhere
            "-XX:+DisplayVMOutputToStderr",
            "-XX:-C1UpdateMethodData",
            "-XX:-C1ProfileCalls",
            "-XX:-C1ProfileVirtualCalls",
            "-XX:-C1ProfileInlinedCalls",
            "-XX:-C1ProfileBranches",
            "-XX:-C1ProfileCheckcasts");

    private Jvm() {}

    /** Options for {@code java}; the program is named as its module. */
    static List<String> options(Home home, String program) {
        List<String> options = new ArrayList<>(OWN.getOrDefault(program, List.of()));
        options.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-Duser.timezone=UTC"));
        if (program.equals("media") || program.equals("server")) {
            options.addAll(TWO_COMPILERS);
            options.add("-XX:CompilerDirectivesFile=" + home.resource("node", "jvm/ciphers.json"));
        }
        if (Runtime.version().feature() >= 24) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        return options;
    }
}
