package org.vigilia.sim.stage;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A one-way street, seen from a mast in its middle: cars drive away from the camera, and one comes towards it. */
final class OneWayStreet {

    private static final View VIEW = new View(6.2, 13.5, 52);
    private static final double FAR = 120;
    private static final double HALF_ROAD = 3.7;
    private static final Color[] PAINTS = {
        new Color(170, 44, 40),
        new Color(226, 228, 230),
        new Color(44, 70, 116),
        new Color(58, 62, 68),
        new Color(150, 158, 164),
        new Color(52, 98, 84)
    };
    /** Nobody else in town has a car of this colour. */
    private static final Color WRONG_WAY = new Color(244, 196, 36);

    private OneWayStreet() {}

    static Play play(String camera, long seed) {
        Random random = new Random(seed);
        List<Prop> props = new ArrayList<>();
        double[] starts = {0.5, 4.5, 16, 27, 32, 37, 42, 47.5};
        for (int i = 0; i < starts.length; i++) {
            double lane = i == 2 ? 1.75 : i % 2 == 0 ? -1.75 : 1.75;
            Route route = Route.from(starts[i], lane, 3).to(lane, FAR, 10.5 + random.nextDouble());
            Color paint = PAINTS[(i + random.nextInt(2)) % PAINTS.length];
            props.add(i % 4 == 2 ? Car.van(route, paint) : Car.saloon(route, paint));
        }
        props.add(Car.saloon(Route.from(12, -1.75, FAR).to(-1.75, 2, 10), WRONG_WAY));
        people(props, random);
        for (double y : new double[] {17, 29, 43, 62}) {
            props.add(new Tree(-5.9, y, 5.2 + random.nextDouble(), Play.SECONDS, random));
            props.add(new Tree(5.9, y + 5, 5.0 + random.nextDouble(), Play.SECONDS, random));
        }
        String scene = new SceneText(VIEW, camera)
                .calibration(-3.5, 3.5, 12, 40)
                .lane("Mint Street, one way", 0, 11, 60, -3.6, 10.2, 3.6, 10.2, 3.6, 70, -3.6, 70)
                .rule("wrong-way", "WRONG_WAY", "\"Mint Street, one way\"", "")
                .write();
        return new Play(VIEW, brush -> paint(brush, seed), props, scene);
    }

    private static void people(List<Prop> props, Random random) {
        props.add(new Person(Route.from(0.5, 4.9, 6).to(4.9, 42, 1.35).to(6.7, 42, 1.2), random));
        props.add(new Person(Route.from(16, -4.8, 6).to(-4.8, 36, 1.3).to(-6.7, 36, 1.2), random));
        props.add(new Person(Route.from(2, -5.0, 52).to(-5.0, 6, 1.4), random));
        props.add(new Person(Route.from(2.5, -4.3, 53).to(-4.3, 6, 1.4), random));
        props.add(new Person(Route.from(20, 5.2, 48).to(5.2, 6, 1.3), random));
        props.add(new Person(Route.from(33, 4.7, 6).to(4.7, 34, 1.25).to(6.7, 34, 1.2), random));
    }

    private static void paint(Brush brush, long seed) {
        Random random = new Random(seed + 1);
        Houses houses = new Houses(brush, random);
        houses.sky();
        brush.ground(new Color(126, 134, 112), -200, 200, 3, 900);
        houses.ahead(-60, -9, 150, 13, 1.2);
        houses.ahead(8, 60, 155, 16, 1.2);
        brush.ground(Houses.PAVEMENT, -7, 7, 3, 240);
        houses.slabs(Houses.PAVEMENT, -7, -HALF_ROAD, 3, 60, 1.2);
        houses.slabs(Houses.PAVEMENT, HALF_ROAD, 7, 3, 60, 1.2);
        brush.ground(Houses.ASPHALT, -HALF_ROAD, HALF_ROAD, 3, 240);
        for (int side = -1; side <= 1; side += 2) {
            double edge = side * HALF_ROAD;
            brush.ground(Houses.KERB, edge - 0.13, edge + 0.13, 3, 240);
            brush.ground(Brush.shade(Houses.ASPHALT, 0.86), edge - side * 0.45, edge - side * 0.13, 3, 240);
        }
        for (double y = 8; y < 130; y += 6) {
            brush.ground(Houses.PAINT, -0.07, 0.07, y, y + 2.6);
        }
        arrow(brush, -1.75, 17);
        arrow(brush, 1.75, 17);
        arrow(brush, -1.75, 39);
        arrow(brush, 1.75, 39);
        for (double y = 128; y > 6; ) {
            double depth = 9 + random.nextInt(5);
            y -= depth;
            houses.atTheSide(-7, Math.max(5, y), y + depth, 8 + 3 * random.nextInt(3));
            houses.atTheSide(7, Math.max(5, y), y + depth, 8 + 3 * random.nextInt(3));
        }
    }

    private static void arrow(Brush brush, double x, double y) {
        brush.ground(Houses.PAINT, x - 0.1, x + 0.1, y, y + 2.2);
        brush.fill(
                Houses.PAINT, Brush.at(x - 0.42, y + 2.2, 0), Brush.at(x + 0.42, y + 2.2, 0), Brush.at(x, y + 4.2, 0));
    }
}
