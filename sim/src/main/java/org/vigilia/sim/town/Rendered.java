package org.vigilia.sim.town;

import java.util.List;
import java.util.Map;
import org.vigilia.sim.stage.Theatre;

/** Where the cameras of the rendered scenes hang. */
final class Rendered {

    private static final Map<String, TownCamera> HANGING = Map.of(
            "mint-street",
            hanging("mint-street", "Mint Street, one way", "Mint Street", new double[] {-420, 150, 0, 52, 90}),
            "harbour-yard",
            hanging("harbour-yard", "Old Harbour, yard gate", "Old Harbour", new double[] {300, -186, 200, 56, 45}),
            "anchor-square",
            hanging("anchor-square", "Anchor Plaza, town hall", "Anchor Plaza", new double[] {-118, 178, 135, 58, 55}),
            "station-entrance",
            hanging("station-entrance", "Central Station, entrance", "Central Station", new double[] {
                838, 78, 90, 58, 35
            }));

    private Rendered() {}

    /** The cameras of a theatre, the most important first. */
    static List<TownCamera> cameras(Theatre theatre) {
        return theatre.names().stream()
                .map(name -> HANGING.getOrDefault(
                        name, hanging(name, name, "Port Vigilia", new double[] {0, 240, 0, 60, 60})))
                .toList();
    }

    /** @param spot metres east, metres north, heading, angle of view, range in metres */
    private static TownCamera hanging(String stream, String name, String place, double[] spot) {
        return new TownCamera(stream, name, place, spot[0], spot[1], spot[2], spot[3], spot[4], 10, null);
    }
}
