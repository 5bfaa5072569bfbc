package org.vigilia.sim.town;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Draws the base map of the pretend town as GeoJSON (RFC 7946). The same seed gives the same town.
 *
 * <p>Every feature has {@code kind}: land, water, park, plaza, building, road, rail or place. Roads have {@code class}
 * (motorway, primary, secondary, residential, path) and {@code name}; places and named areas have {@code name}. The town
 * lies in the open Atlantic so that nobody takes it for a real one.
 */
public final class TownMap {

    static final double CENTRE_LATITUDE = 45.0;
    static final double CENTRE_LONGITUDE = -30.0;

    private static final double METRES_PER_DEGREE = 111_320;
    private static final int[] STREETS_X = {-860, -700, -560, -420, -280, -120, 40, 180, 320, 480, 640, 820};
    private static final int[] STREETS_Y = {-180, -60, 60, 180, 300, 420, 540, 660};
    private static final String[] NAMES_X = {
        "West Wall",
        "Cooper Street",
        "Ferry Lane",
        "Mint Street",
        "Abbey Street",
        "Kings Street",
        "Station Road",
        "Market Street",
        "Weaver Street",
        "Mill Road",
        "Orchard Street",
        "East Wall"
    };
    private static final String[] NAMES_Y = {
        "Quay Road",
        "Harbour Street",
        "Plaza North",
        "Saint Anne Street",
        "Chapel Street",
        "Garden Street",
        "Hill Street",
        "Ring North"
    };

    private final Random random;
    private final List<Map<String, Object>> features = new ArrayList<>();

    TownMap(long seed) {
        this.random = new Random(seed);
    }

    /** The whole map: a GeoJSON FeatureCollection as plain maps and lists. */
    Map<String, Object> draw() {
        features.clear();
        area("land", null, -1400, -900, 1400, -900, 1400, 1000, -1400, 1000);
        drawRiver();
        area("park", "Abbey Park", -420, 300, -120, 300, -120, 540, -420, 540);
        area("park", "Orchard Green", 480, 180, 640, 180, 640, 300, 480, 300);
        area("plaza", "Anchor Plaza", -120, 60, 40, 60, 40, 180, -120, 180);
        drawBuildings();
        drawStreets();
        drawPlaces();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", "FeatureCollection");
        map.put("name", "Port Vigilia (a pretend town)");
        map.put("features", List.copyOf(features));
        return map;
    }

    /** Longitude and latitude of a spot given in metres east and north of the town's centre. */
    public static double[] position(double eastM, double northM) {
        double longitude = CENTRE_LONGITUDE + eastM / (METRES_PER_DEGREE * Math.cos(Math.toRadians(CENTRE_LATITUDE)));
        double latitude = CENTRE_LATITUDE + northM / METRES_PER_DEGREE;
        return new double[] {round(longitude), round(latitude)};
    }

    /** How many streets run north, counted from the west. */
    public static int streetsNorth() {
        return STREETS_X.length;
    }

    /** How many streets run east, counted from the south. */
    public static int streetsEast() {
        return STREETS_Y.length;
    }

    /** Where two streets cross: metres east and north of the town's centre. */
    public static double[] crossing(int north, int east) {
        return new double[] {STREETS_X[north], STREETS_Y[east]};
    }

    /** What people call the place where two streets cross. */
    public static String crossingName(int north, int east) {
        return NAMES_X[north] + " / " + NAMES_Y[east];
    }

    private void drawRiver() {
        List<double[]> north = new ArrayList<>();
        List<double[]> south = new ArrayList<>();
        for (int x = -1400; x <= 1400; x += 100) {
            double middle = -380 + 60 * Math.sin(x / 260.0) + 25 * Math.sin(x / 90.0);
            north.add(position(x, middle + 85 + 20 * Math.sin(x / 150.0)));
            south.add(0, position(x, middle - 85));
        }
        north.addAll(south);
        north.add(north.get(0));
        feature("water", "River Vigil", Map.of(), "Polygon", List.of(north));
        area("water", "Old Harbour", 180, -300, 480, -300, 480, -200, 180, -200);
    }

    private void drawStreets() {
        for (int i = 0; i < STREETS_X.length; i++) {
            boolean bridge = i == 5 || i == 9;
            boolean edge = i == 0 || i == STREETS_X.length - 1;
            String roadClass = edge ? "secondary" : bridge ? "primary" : "residential";
            road(NAMES_X[i], roadClass, STREETS_X[i], bridge ? -820 : -180, STREETS_X[i], 660);
        }
        for (int i = 0; i < STREETS_Y.length; i++) {
            String roadClass = i == 0 || i == STREETS_Y.length - 1 ? "secondary" : i == 3 ? "primary" : "residential";
            road(NAMES_Y[i], roadClass, -860, STREETS_Y[i], 820, STREETS_Y[i]);
        }
        road("South Bank", "secondary", -1300, -560, -300, -580, 480, -570, 1300, -600);
        road("A1 Coast Motorway", "motorway", -1390, 840, -700, 790, 0, 800, 700, 850, 1390, 930);
        road("A1 Coast Motorway", "motorway", -1390, 820, -700, 770, 0, 780, 700, 830, 1390, 910);
        road("Junction North", "primary", -120, 660, -120, 780);
        road("Park Path", "path", -420, 300, -330, 400, -230, 430, -120, 540);
        road("Park Path", "path", -120, 300, -230, 430);
        line("rail", "Coast Line", Map.of(), 1390, -40, 960, -120, 900, -60, 880, 200, 900, 700, 980, 990);
    }

    private void drawBuildings() {
        for (int i = 0; i + 1 < STREETS_X.length; i++) {
            for (int j = 0; j + 1 < STREETS_Y.length; j++) {
                int left = STREETS_X[i];
                int bottom = STREETS_Y[j];
                boolean park = left >= -420 && left < -120 && bottom >= 300 && bottom < 540;
                boolean green = left == 480 && bottom == 180;
                boolean plaza = left == -120 && bottom == 60;
                if (!park && !green && !plaza) {
                    block(left + 12, bottom + 12, STREETS_X[i + 1] - 12, STREETS_Y[j + 1] - 12, 2);
                }
            }
        }
        for (int x = -1100; x < 1100; x += 170) {
            block(x, -760, x + 130, -640, 1);
        }
    }

    /** Splits a block into plots and puts a house on most of them. */
    private void block(double left, double bottom, double right, double top, int splits) {
        double width = right - left;
        double height = top - bottom;
        if (splits > 0 && Math.max(width, height) > 45) {
            double cut = 0.35 + 0.3 * random.nextDouble();
            if (width > height) {
                block(left, bottom, left + width * cut - 2, top, splits - 1);
                block(left + width * cut + 2, bottom, right, top, splits - 1);
            } else {
                block(left, bottom, right, bottom + height * cut - 2, splits - 1);
                block(left, bottom + height * cut + 2, right, top, splits - 1);
            }
            return;
        }
        if (random.nextDouble() < 0.1) {
            return;
        }
        double inset = 2 + 5 * random.nextDouble();
        double l = left + inset;
        double b = bottom + inset;
        double r = right - inset;
        double t = top - inset;
        if (random.nextDouble() < 0.4) {
            double notchX = l + (r - l) * (0.45 + 0.25 * random.nextDouble());
            double notchY = b + (t - b) * (0.45 + 0.25 * random.nextDouble());
            area("building", null, l, b, r, b, r, notchY, notchX, notchY, notchX, t, l, t);
        } else {
            area("building", null, l, b, r, b, r, t, l, t);
        }
    }

    private void drawPlaces() {
        place("Port Vigilia", "town", 0, 240);
        place("Anchor Plaza", "square", -40, 120);
        place("Abbey Park", "park", -270, 420);
        place("Old Harbour", "water", 330, -250);
        place("River Vigil", "water", -600, -390);
        place("North Hill", "quarter", -560, 600);
        place("Southbank", "quarter", 60, -690);
        place("Weavers", "quarter", 560, 400);
        place("Central Station", "station", 880, 80);
    }

    private void place(String name, String placeClass, double eastM, double northM) {
        feature("place", name, Map.of("class", placeClass), "Point", position(eastM, northM));
    }

    private void road(String name, String roadClass, double... metres) {
        line("road", name, Map.of("class", roadClass), metres);
    }

    private void line(String kind, String name, Map<String, Object> more, double... metres) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i + 1 < metres.length; i += 2) {
            points.add(position(metres[i], metres[i + 1]));
        }
        feature(kind, name, more, "LineString", points);
    }

    private void area(String kind, @org.jspecify.annotations.Nullable String name, double... metres) {
        List<double[]> ring = new ArrayList<>();
        for (int i = 0; i + 1 < metres.length; i += 2) {
            ring.add(position(metres[i], metres[i + 1]));
        }
        ring.add(ring.get(0));
        feature(kind, name, Map.of(), "Polygon", List.of(ring));
    }

    private void feature(
            String kind,
            @org.jspecify.annotations.Nullable String name,
            Map<String, Object> more,
            String type,
            Object coordinates) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("kind", kind);
        if (name != null) {
            properties.put("name", name);
        }
        properties.putAll(more);
        Map<String, Object> feature = new LinkedHashMap<>();
        feature.put("type", "Feature");
        feature.put("properties", properties);
        feature.put("geometry", Map.of("type", type, "coordinates", coordinates));
        features.add(feature);
    }

    private static double round(double degrees) {
        return Math.round(degrees * 1e7) / 1e7;
    }
}
