package org.vigilia.sim.stage;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A fenced yard at the harbour: people pass by outside, and one walks in through the gap and looks around. */
final class HarbourYard {

    private static final View VIEW = new View(7.5, 21, 56);
    private static final double FENCE_Y = 16;
    private static final double WALL_Y = 37;
    private static final double SIDE = 14;

    private HarbourYard() {}

    static Play play(String camera, long seed) {
        Random random = new Random(seed);
        List<Prop> props = new ArrayList<>();
        props.add(new Fence(-SIDE, FENCE_Y, 5.4, FENCE_Y));
        props.add(new Fence(8.4, FENCE_Y, SIDE, FENCE_Y));
        props.add(new Fence(-SIDE, FENCE_Y, -SIDE, WALL_Y));
        props.add(new Fence(SIDE, FENCE_Y, SIDE, WALL_Y));
        Route intruder = Route.from(5, -11, 12.6)
                .to(6.9, 12.6, 1.5)
                .to(6.9, 17.5, 1.4)
                .to(-2, 21, 1.4)
                .to(-6, 24.3, 1.3)
                .rest(5)
                .to(2, 22.5, 1.9)
                .to(6.9, 17.5, 2.0)
                .to(6.9, 12.6, 2.0)
                .to(11, 12.6, 2.0);
        props.add(new Person(intruder, random, new Color(40, 42, 48)));
        props.add(new Person(Route.from(1, 11, 11.6).to(-11, 11.6, 1.35), random));
        props.add(new Person(Route.from(24, -11, 13.2).to(11, 13.2, 1.4), random));
        props.add(new Person(Route.from(25, -11, 12.4).to(11, 12.4, 1.4), random));
        props.add(new Person(Route.from(41, 11, 11.4).to(-11, 11.4, 1.3), random));
        props.add(new Tree(12.2, 19, 5.5, Play.SECONDS, random));
        props.add(new Tree(-13, 15, 4.6, Play.SECONDS, random));
        String scene = new SceneText(VIEW, camera)
                .calibration(-6, 6, 12, 32)
                .zone("Yard", -13.4, 17, 13.4, 17, 13.4, 36, -13.4, 36)
                .rule("intrusion", "INTRUSION", "Yard", "")
                .write();
        return new Play(VIEW, brush -> paint(brush, seed), props, scene);
    }

    private static void paint(Brush brush, long seed) {
        Random random = new Random(seed + 1);
        Houses houses = new Houses(brush, random);
        houses.sky();
        brush.ground(new Color(150, 150, 144), -120, 120, 3, 300);
        houses.slabs(new Color(158, 157, 150), -SIDE, SIDE, FENCE_Y, WALL_Y, 4);
        brush.ground(Houses.ASPHALT, -60, 60, 3, 10.4);
        brush.ground(Houses.KERB, -60, 60, 10.4, 10.65);
        houses.slabs(Houses.PAVEMENT, -20, 20, 10.65, 14.8, 1.4);
        brush.ground(new Color(112, 130, 92), -60, 60, 14.8, FENCE_Y);
        brush.ground(new Color(158, 157, 150), 5.4, 8.4, 14.8, FENCE_Y + 0.2);
        brush.block(new Color(142, 156, 166), -26, 26, WALL_Y, WALL_Y + 14, 8);
        for (double x = -24; x < 24; x += 0.8) {
            houses.pane(new Color(132, 146, 156), x, x + 0.3, WALL_Y, 0, 8);
        }
        for (double x : new double[] {-12, -3, 6}) {
            houses.pane(new Color(96, 106, 112), x - 0.2, x + 5.2, WALL_Y, 0, 4.4);
            houses.pane(new Color(188, 104, 60), x, x + 5, WALL_Y, 0, 4.2);
            for (double z = 0.7; z < 4.2; z += 0.7) {
                houses.pane(new Color(166, 90, 52), x, x + 5, WALL_Y, z, z + 0.07);
            }
        }
        container(brush, new Color(58, 98, 148), -11.5, 31.5, 6.1);
        container(brush, new Color(176, 66, 52), -10.8, 27.6, 6.1);
        container(brush, new Color(72, 128, 98), 4.5, 29.5, 6.1);
        container(brush, new Color(206, 158, 66), 11.1, 31.0, 2.4);
        for (double[] crate : new double[][] {{-2.6, 30, 1.1}, {-1.2, 30.4, 0.9}, {-2.1, 31, 1.4}, {9.4, 24, 0.9}}) {
            brush.shadow(crate[0] + 0.6, crate[1] + 0.5, 0.9, 0.7);
            brush.block(new Color(172, 138, 96), crate[0], crate[0] + 1.1, crate[1], crate[1] + 1.1, crate[2]);
        }
    }

    private static void container(Brush brush, Color colour, double x, double y, double length) {
        brush.shadow(x + length / 2, y + 1.2, length / 2 + 0.5, 1.7);
        brush.block(colour, x, x + length, y, y + 2.4, 2.6);
        for (double rib = x + 0.3; rib < x + length - 0.1; rib += 0.45) {
            brush.rod(Brush.shade(colour, 0.72), 0.06, Brush.at(rib, y - 0.01, 0.15), Brush.at(rib, y - 0.01, 2.45));
        }
    }
}
