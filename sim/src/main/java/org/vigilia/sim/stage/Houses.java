package org.vigilia.sim.stage;

import static org.vigilia.sim.stage.Brush.at;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Random;

/** What stands still behind a scene: sky, house fronts with windows, the grain of real surfaces. */
final class Houses {

    static final Color ASPHALT = new Color(92, 94, 98);
    static final Color PAVEMENT = new Color(168, 164, 156);
    static final Color KERB = new Color(196, 194, 188);
    static final Color PAINT = new Color(226, 226, 220);

    private static final Color PANE = new Color(88, 106, 122);
    private static final Color FRAME = new Color(236, 232, 222);
    private static final Color[] WALLS = {
        new Color(206, 178, 144),
        new Color(190, 120, 96),
        new Color(214, 204, 184),
        new Color(150, 160, 168),
        new Color(222, 194, 130),
        new Color(172, 140, 124),
        new Color(188, 198, 190)
    };

    private final Brush brush;
    private final Random random;

    Houses(Brush brush, Random random) {
        this.brush = brush;
        this.random = random;
    }

    void sky() {
        brush.graphics.setPaint(
                new GradientPaint(0, 0, new Color(150, 186, 222), 0, View.HEIGHT / 3f, new Color(222, 230, 234)));
        brush.graphics.fillRect(0, 0, View.WIDTH, View.HEIGHT);
    }

    Color wall() {
        Color base = WALLS[random.nextInt(WALLS.length)];
        return Brush.shade(base, 0.94 + 0.1 * random.nextDouble());
    }

    /** A house whose front looks along the x axis, towards the middle of the street. */
    void atTheSide(double x, double y0, double y1, double height) {
        double away = x < 0 ? x - 9 : x + 9;
        Color wall = wall();
        brush.block(wall, Math.min(x, away), Math.max(x, away), y0, y1, height);
        int columns = (int) Math.max(1, (y1 - y0) / 2.6);
        for (double z = 1.1; z + 1.7 < height; z += 2.9) {
            for (int i = 0; i < columns; i++) {
                double y = y0 + (i + 0.5) * (y1 - y0) / columns;
                sidePane(FRAME, x, y, 0.72, z - 0.12, z + 1.62);
                sidePane(PANE, x, y, 0.58, z, z + 1.5);
            }
        }
    }

    private void sidePane(Color colour, double x, double y, double half, double z0, double z1) {
        double front = x < 0 ? x + 0.02 : x - 0.02;
        brush.fill(
                colour,
                at(front, y - half, z0),
                at(front, y - half, z1),
                at(front, y + half, z1),
                at(front, y + half, z0));
    }

    /** A house whose front looks at the camera. */
    void ahead(double x0, double x1, double y, double height, double firstFloor) {
        brush.block(wall(), x0, x1, y, y + 10, height);
        int columns = (int) Math.max(1, (x1 - x0) / 2.6);
        for (double z = firstFloor; z + 1.7 < height; z += 2.9) {
            for (int i = 0; i < columns; i++) {
                double x = x0 + (i + 0.5) * (x1 - x0) / columns;
                pane(FRAME, x - 0.74, x + 0.74, y, z - 0.12, z + 1.62);
                pane(PANE, x - 0.6, x + 0.6, y, z, z + 1.5);
            }
        }
    }

    /** An upright rectangle that faces the camera. */
    void pane(Color colour, double x0, double x1, double y, double z0, double z1) {
        brush.fill(colour, at(x0, y - 0.02, z0), at(x0, y - 0.02, z1), at(x1, y - 0.02, z1), at(x1, y - 0.02, z0));
    }

    /** Slabs of a pavement or a square. */
    void slabs(Color colour, double x0, double x1, double y0, double y1, double size) {
        brush.ground(colour, x0, x1, y0, y1);
        Color joint = Brush.shade(colour, 0.90);
        for (double x = x0; x <= x1 + 1e-6; x += size) {
            brush.rod(joint, 0.05, at(x, y0, 0), at(x, y1, 0));
        }
        for (double y = y0; y <= y1 + 1e-6; y += size) {
            brush.rod(joint, 0.05, at(x0, y, 0), at(x1, y, 0));
        }
    }

    /** Gives every pixel a little grain, so that flat colours look like surfaces. */
    static void grain(BufferedImage picture, Random random) {
        int[] pixels = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < pixels.length; i++) {
            int off = (int) Math.round(random.nextGaussian() * 2.6);
            int rgb = pixels[i];
            pixels[i] = bounded((rgb >> 16 & 255) + off) << 16
                    | bounded((rgb >> 8 & 255) + off) << 8
                    | bounded((rgb & 255) + off);
        }
    }

    private static int bounded(int channel) {
        return Math.max(0, Math.min(255, channel));
    }
}
