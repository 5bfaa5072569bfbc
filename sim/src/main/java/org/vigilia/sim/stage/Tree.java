package org.vigilia.sim.stage;

import static org.vigilia.sim.stage.Brush.at;

import java.awt.Color;
import java.util.Random;

/** A tree whose crown sways in the wind, a whole number of times a film, so that no picture is like the one before. */
final class Tree implements Prop {

    private static final int LEAVES = 34;

    private final double x;
    private final double y;
    private final double tall;
    private final double turnsASecond;
    private final double[][] leaves = new double[LEAVES][];
    private final Color[] greens = new Color[LEAVES];

    /** @param filmSeconds length of the film that it has to fit */
    Tree(double x, double y, double tall, double filmSeconds, Random random) {
        this.x = x;
        this.y = y;
        this.tall = tall;
        this.turnsASecond = Math.round(filmSeconds * 0.3) / filmSeconds;
        for (int i = 0; i < LEAVES; i++) {
            double angle = random.nextDouble() * 2 * Math.PI;
            double out = Math.sqrt(random.nextDouble()) * 0.26 * tall;
            double up = (0.48 + 0.40 * i / LEAVES) * tall;
            out *= 1.15 - 0.9 * Math.abs(up / tall - 0.62);
            double light = 0.72 + 0.42 * i / LEAVES + 0.12 * (random.nextDouble() - 0.5) - 0.1 * Math.cos(angle);
            leaves[i] = new double[] {
                out * Math.cos(angle), up, (0.10 + 0.05 * random.nextDouble()) * tall, random.nextDouble() * 6.28
            };
            greens[i] = Brush.shade(new Color(78 + random.nextInt(18), 122 + random.nextInt(20), 60), light);
        }
    }

    @Override
    public boolean present(double seconds) {
        return true;
    }

    @Override
    public double distance(double seconds) {
        return y;
    }

    @Override
    public void draw(Brush brush, double seconds) {
        brush.shadow(x + 0.4, y + 0.2, 0.26 * tall, 0.20 * tall);
        brush.rod(new Color(92, 72, 56), 0.045 * tall, at(x, y, 0.02 * tall), at(x, y, 0.6 * tall));
        for (int i = 0; i < LEAVES; i++) {
            double[] leaf = leaves[i];
            double sway = 0.016 * leaf[1] * Math.sin(2 * Math.PI * turnsASecond * seconds + leaf[3]);
            brush.ball(greens[i], leaf[2], at(x + leaf[0] + sway, y, leaf[1]));
        }
    }
}
