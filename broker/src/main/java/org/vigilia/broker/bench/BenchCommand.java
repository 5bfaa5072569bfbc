package org.vigilia.broker.bench;

import java.util.List;
import java.util.Map;

/** {@code bench ingest|publish}: the measurement, and the process it starts to publish. */
public final class BenchCommand {

    private static final int USUAL_SECONDS = 60;

    private BenchCommand() {}

    /** Returns the exit code. @param settings of the broker that is measured; empty for {@code publish} */
    public static int run(List<String> arguments, Map<String, String> settings) throws Exception {
        switch (arguments.get(0)) {
            case "publish" -> Publisher.run(arguments.subList(1, arguments.size()));
            case "ingest" -> {
                int at = arguments.indexOf("--seconds");
                int seconds = at < 0 ? USUAL_SECONDS : Integer.parseInt(arguments.get(at + 1));
                new IngestBench(settings, seconds).run();
            }
            default -> {
                System.err.println("there is no broker bench '" + arguments.get(0) + "'; there are ingest and publish");
                return 2;
            }
        }
        return 0;
    }
}
