package org.vigilia.stream;

import java.util.Arrays;
import java.util.List;
import org.vigilia.stream.anomaly.AnomalyCommand;
import org.vigilia.stream.job.StreamProcess;
import org.vigilia.stream.judge.JudgeCommand;

/**
 * The stream process: {@code run} judges the live log, {@code judge} judges a file of facts, {@code anomaly} scores files
 * of series.
 */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            System.err.println("usage: stream run --settings FILE | stream judge … | stream anomaly …");
            System.exit(2);
        }
        List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
        switch (arguments[0]) {
            case "judge" -> System.exit(new JudgeCommand(System.in, System.out, System.err).run(rest));
            case "anomaly" -> System.exit(new AnomalyCommand(System.out, System.err).run(rest));
            case "run" -> System.exit(StreamProcess.run(rest));
            default -> {
                System.err.println("unknown command '" + arguments[0] + "'; there are run, judge and anomaly");
                System.exit(2);
            }
        }
    }
}
