package org.vigilia.node;

import java.util.ArrayList;
import java.util.List;

/** How vision is started for one-off work at the command line. */
final class Vision {

    private Vision() {}

    static List<String> command(Home home) {
        List<String> options = new ArrayList<>(List.of(
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-Dvigilia.log.level=WARN",
                "-Dorg.bytedeco.javacpp.cachedir=" + home.cache().resolve("javacpp")));
        if (Runtime.version().feature() >= 24) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        return home.java("vision", "org.vigilia.vision.Main", options);
    }
}
