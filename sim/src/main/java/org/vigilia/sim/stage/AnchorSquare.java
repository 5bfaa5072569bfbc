package org.vigilia.sim.stage;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A square that people cross, until a crowd comes together within seconds, stays for a while and runs apart again. */
final class AnchorSquare {

    private static final View VIEW = new View(9.5, 24, 58);
    private static final int CROWD = 17;
    private static final double BACK_Y = 47;

    private AnchorSquare() {}

    static Play play(String camera, long seed) {
        Random random = new Random(seed);
        List<Prop> props = new ArrayList<>();
        props.add(new Person(Route.from(0.5, -17, 19).to(17, 26, 1.4), random));
        props.add(new Person(Route.from(3, 18, 17).to(-18, 15, 1.35), random));
        props.add(new Person(Route.from(26, 20, 31).to(-20, 34, 1.45), random));
        props.add(new Person(Route.from(34, -16, 15).to(17, 15.5, 1.4), random));
        props.add(new Person(Route.from(10, 12, 46).to(10, 7, 1.3), random));
        for (int i = 0; i < CROWD; i++) {
            props.add(new Person(gathering(i, random), random));
        }
        props.add(new Tree(-14.5, 33, 6.5, Play.SECONDS, random));
        props.add(new Tree(15.5, 36, 6.8, Play.SECONDS, random));
        props.add(new Tree(-17, 42, 6.2, Play.SECONDS, random));
        props.add(new Tree(-10.5, 14, 4.4, Play.SECONDS, random));
        String scene = new SceneText(VIEW, camera)
                .calibration(-6, 6, 13, 33)
                .zone("Square", -9, 12.6, 10, 12.6, 14, 34, -13, 34)
                .rule("crowd", "CROWD_FORMATION", "Square", "")
                .write();
        return new Play(VIEW, brush -> paint(brush, seed), props, scene);
    }

    /** Comes from one of the sides, waits among the others and runs off to a side. */
    private static Route gathering(int number, Random random) {
        double x = 1.5 + 1.75 * (number % 5 - 2) + 0.5 * (random.nextDouble() - 0.5);
        double y = 18.2 + 2.1 * (number / 5) + 0.5 * (random.nextDouble() - 0.5);
        double side = number % 2 == 0 ? -1 : 1;
        double fromX = side * (17 + 3 * random.nextDouble());
        double fromY = 15 + 18 * random.nextDouble();
        double speed = 2.0 + 0.5 * random.nextDouble();
        double way = Math.hypot(x - fromX, y - fromY);
        double there = 16 + 6 * random.nextDouble();
        double leaves = 38 + 3 * random.nextDouble();
        double toX = (random.nextBoolean() ? 1 : -1) * 21;
        return Route.from(there - way / speed, fromX, fromY)
                .to(x, y, speed)
                .rest(leaves - there)
                .to(toX, 14 + 20 * random.nextDouble(), 2.6 + 0.6 * random.nextDouble());
    }

    private static void paint(Brush brush, long seed) {
        Random random = new Random(seed + 1);
        Houses houses = new Houses(brush, random);
        houses.sky();
        brush.ground(new Color(164, 160, 152), -150, 150, 3, 300);
        houses.slabs(new Color(192, 182, 164), -24, 24, 9, BACK_Y, 2);
        for (double x = -20; x <= 20; x += 8) {
            brush.ground(new Color(172, 150, 128), x - 0.35, x + 0.35, 9, BACK_Y);
        }
        brush.ground(new Color(172, 150, 128), -24, 24, 21.6, 22.3);
        for (double x = -36; x < 36; ) {
            double width = 8 + random.nextInt(5);
            houses.ahead(x, x + width, BACK_Y, 11 + random.nextInt(3) * 2, 4.6);
            for (double shop = x + 0.8; shop + 2.6 < x + width; shop += 3.4) {
                houses.pane(new Color(72, 84, 92), shop, shop + 2.6, BACK_Y, 0, 2.9);
                houses.pane(
                        random.nextBoolean() ? new Color(168, 70, 58) : new Color(66, 110, 96),
                        shop - 0.2,
                        shop + 2.8,
                        BACK_Y - 0.4,
                        2.9,
                        3.5);
            }
            x += width;
        }
        fountain(brush, -6.5, 36);
    }

    private static void fountain(Brush brush, double x, double y) {
        brush.shadow(x + 0.4, y, 3.6, 3.0);
        disc(brush, new Color(176, 170, 160), x, y, 3.0, 0.5);
        disc(brush, new Color(126, 168, 186), x, y, 2.6, 0.52);
        disc(brush, new Color(158, 152, 142), x, y, 0.9, 0.6);
        brush.rod(new Color(150, 146, 138), 0.6, Brush.at(x, y, 0.6), Brush.at(x, y, 2.2));
        disc(brush, new Color(176, 170, 160), x, y, 1.3, 2.4);
        disc(brush, new Color(146, 184, 198), x, y, 1.1, 2.45);
        brush.rod(new Color(140, 136, 128), 0.35, Brush.at(x, y, 2.4), Brush.at(x, y, 3.6));
    }

    private static void disc(Brush brush, Color colour, double x, double y, double radius, double z) {
        double[][] low = new double[28][];
        double[][] rim = new double[28][];
        for (int i = 0; i < rim.length; i++) {
            double angle = i * 2 * Math.PI / rim.length;
            rim[i] = Brush.at(x + radius * Math.cos(angle), y + radius * Math.sin(angle), z);
            low[i] = Brush.at(x + radius * Math.cos(angle), y + radius * Math.sin(angle), Math.max(0, z - 0.45));
        }
        brush.fill(Brush.shade(colour, 0.74), low);
        brush.fill(colour, rim);
    }
}
