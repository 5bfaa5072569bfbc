package org.vigilia.sim;

import java.util.List;
import org.vigilia.sim.camera.CamerasCommand;
import org.vigilia.sim.camera.ClipCommand;
import org.vigilia.sim.devices.ReactionCommand;
import org.vigilia.sim.devices.SensorsCommand;
import org.vigilia.sim.people.PeopleCommand;
import org.vigilia.sim.town.PrepareCommand;

/** Starts the part of the pretend city that the first argument names. */
public final class Main {
    private Main() {}

    /** Ends with 0 when all went well, 1 on failure, 2 on a wrong command line. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            System.err.println("usage: sim cameras|clip|prepare|people|sensors|reaction ...");
            System.exit(2);
        }
        List<String> rest = List.of(arguments).subList(1, arguments.length);
        int status = switch (arguments[0]) {
            case "cameras" -> CamerasCommand.run(rest);
            case "clip" -> ClipCommand.run(rest);
            case "prepare" -> PrepareCommand.run(rest);
            case "people" -> PeopleCommand.run(rest);
            case "sensors" -> SensorsCommand.run(rest);
            case "reaction" -> ReactionCommand.run(rest);
            default -> {
                System.err.println("unknown command " + arguments[0]
                        + "; known: cameras, clip, prepare, people, sensors, reaction");
                yield 2;
            }
        };
        System.exit(status);
    }
}
