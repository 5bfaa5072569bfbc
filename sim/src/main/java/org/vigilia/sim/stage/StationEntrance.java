package org.vigilia.sim.stage;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The street before a station: a van stops where stopping is forbidden, and somebody hangs about at the entrance. */
final class StationEntrance {

    private static final View VIEW = new View(6.5, 17, 58);
    private static final double FRONT_Y = 25;
    private static final double OUT = 17;
    private static final double NEAR_LANE = 14;
    private static final double FAR_LANE = 18;
    private static final Color[] PAINTS = {
        new Color(52, 76, 124),
        new Color(190, 192, 194),
        new Color(134, 38, 42),
        new Color(60, 64, 70),
        new Color(86, 116, 100)
    };

    private StationEntrance() {}

    static Play play(String camera, long seed) {
        Random random = new Random(seed);
        List<Prop> props = new ArrayList<>();
        double[] near = {2, 8, 13, 21, 27, 33, 41, 48, 54};
        for (int i = 0; i < near.length; i++) {
            Route route = Route.from(near[i], -OUT, NEAR_LANE).to(OUT, NEAR_LANE, 8 + random.nextDouble());
            props.add(Car.saloon(route, PAINTS[i % PAINTS.length]));
        }
        double[] far = {1, 39, 45, 51.5};
        for (int i = 0; i < far.length; i++) {
            Route route = Route.from(far[i], OUT, FAR_LANE).to(-OUT, FAR_LANE, 8 + random.nextDouble());
            props.add(Car.saloon(route, PAINTS[(i + 2) % PAINTS.length]));
        }
        Route stopper = Route.from(7, OUT, FAR_LANE)
                .to(8, FAR_LANE, 7)
                .to(5.5, FAR_LANE, 3)
                .rest(22)
                .to(4, FAR_LANE, 2.5)
                .to(-OUT, FAR_LANE, 8);
        props.add(Car.van(stopper, new Color(232, 232, 228)));
        people(props, random);
        props.add(new Tree(9.2, 23.6, 5.2, Play.SECONDS, random));
        props.add(new Tree(-9.6, 23.6, 5.0, Play.SECONDS, random));
        String scene = new SceneText(VIEW, camera)
                .calibration(-6, 6, 11.5, 23.5)
                .zone("No stopping", 0.5, 16.2, 9.4, 16.2, 9.8, 19.7, 0.5, 19.7)
                .anotherZone("Entrance", -8.6, 20.6, -1.4, 20.6, -1.4, 24.4, -8.6, 24.4)
                .rule("stopped", "STOPPED_VEHICLE", "No stopping", "{stillSeconds: 8}")
                .rule("loitering", "LOITERING", "Entrance", "{dwellSeconds: 25}")
                .write();
        return new Play(VIEW, brush -> paint(brush, seed), props, scene);
    }

    private static void people(List<Prop> props, Random random) {
        Route loiterer = Route.from(1, -13, 22)
                .to(-7.4, 21.8, 1.3)
                .rest(9)
                .to(-5.2, 21.6, 0.8)
                .rest(13)
                .to(-7.6, 21.9, 0.9)
                .rest(10)
                .to(-13, 22, 1.5);
        props.add(new Person(loiterer, random, new Color(176, 52, 48)));
        props.add(new Person(Route.from(6, -4, 24.7).to(-3.4, 22.8, 1.2).to(13, 22.4, 1.4), random));
        props.add(new Person(Route.from(17, 13, 22.9).to(-3, 22.9, 1.4).to(-3.8, 24.7, 1.2), random));
        props.add(new Person(Route.from(30, -3.2, 24.7).to(-2.8, 23, 1.2).to(13, 22.6, 1.5), random));
        props.add(new Person(Route.from(42, 13, 22.2).to(-3, 22.4, 1.5).to(-3.8, 24.7, 1.2), random));
        props.add(new Person(Route.from(4, 9, 10.6).to(-9, 10.6, 1.3), random));
        props.add(new Person(Route.from(36, -9, 10.8).to(9, 10.8, 1.3), random));
    }

    private static void paint(Brush brush, long seed) {
        Random random = new Random(seed + 1);
        Houses houses = new Houses(brush, random);
        houses.sky();
        brush.ground(Houses.PAVEMENT, -80, 80, 3, FRONT_Y);
        houses.slabs(Houses.PAVEMENT, -26, 26, 20.3, FRONT_Y, 1.3);
        houses.slabs(Houses.PAVEMENT, -26, 26, 5, 11.7, 1.3);
        brush.ground(Houses.ASPHALT, -80, 80, 12, 20);
        brush.ground(Houses.KERB, -80, 80, 20, 20.3);
        brush.ground(Houses.KERB, -80, 80, 11.7, 12);
        for (double x = -40; x < 40; x += 5) {
            brush.ground(Houses.PAINT, x, x + 2.2, 15.93, 16.07);
        }
        noStopping(brush);
        houses.ahead(-40, -12.5, FRONT_Y, 12, 1.2);
        houses.ahead(12.5, 40, FRONT_Y, 12, 1.2);
        station(brush, houses);
    }

    private static void noStopping(Brush brush) {
        Color yellow = new Color(232, 190, 50);
        for (double x = 0.5; x < 9.3; x += 1.8) {
            brush.rod(yellow, 0.14, Brush.at(x, 16.6, 0), Brush.at(x + 0.9, 19.5, 0));
            brush.rod(yellow, 0.14, Brush.at(x + 0.9, 19.5, 0), Brush.at(x + 1.8, 16.6, 0));
        }
        brush.ground(yellow, 0.4, 9.6, 19.62, 19.78);
        brush.ground(yellow, 0.4, 9.6, 16.3, 16.46);
    }

    private static void station(Brush brush, Houses houses) {
        brush.block(new Color(196, 132, 98), -12.5, 12.5, FRONT_Y, FRONT_Y + 12, 10);
        houses.pane(new Color(220, 206, 180), -12.5, 12.5, FRONT_Y, 4.1, 4.5);
        for (double x = -11.2; x < 11; x += 3.2) {
            houses.pane(new Color(226, 214, 190), x - 0.15, x + 1.95, FRONT_Y, 5.2, 8.2);
            houses.pane(new Color(84, 104, 120), x, x + 1.8, FRONT_Y, 5.35, 8.05);
        }
        houses.pane(new Color(226, 214, 190), -8.4, -1.6, FRONT_Y, 0, 3.7);
        for (double x = -8; x < -2; x += 1.55) {
            houses.pane(new Color(60, 78, 90), x, x + 1.35, FRONT_Y, 0, 3.1);
            houses.pane(new Color(132, 158, 168), x + 0.1, x + 0.62, FRONT_Y, 0.1, 2.3);
            houses.pane(new Color(132, 158, 168), x + 0.72, x + 1.25, FRONT_Y, 0.1, 2.3);
        }
        for (double x = 1; x < 11.5; x += 3.4) {
            houses.pane(new Color(226, 214, 190), x - 0.15, x + 2.35, FRONT_Y, 0.7, 3.4);
            houses.pane(new Color(84, 104, 120), x, x + 2.2, FRONT_Y, 0.85, 3.25);
        }
        Color canopy = new Color(66, 92, 108);
        double[][] roof = {
            Brush.at(-9, FRONT_Y, 3.9),
            Brush.at(-1, FRONT_Y, 3.9),
            Brush.at(-1, FRONT_Y - 1.6, 3.7),
            Brush.at(-9, FRONT_Y - 1.6, 3.7)
        };
        brush.fill(canopy, roof);
        houses.pane(Brush.shade(canopy, 1.3), -9, -1, FRONT_Y - 1.6, 3.55, 3.72);
    }
}
