package org.vigilia.sim.stage;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;

/** Draws things that stand in the world as a {@link View} sees them. Light falls from the upper left. Not thread-safe. */
final class Brush {

    /** Where the sun stands, a unit vector. */
    private static final double[] SUN = {-0.45, -0.55, 0.70};

    private static final double AMBIENT = 0.62;

    final Graphics2D graphics;
    final View view;

    Brush(BufferedImage picture, View view) {
        this.graphics = picture.createGraphics();
        this.view = view;
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    static double[] at(double x, double y, double z) {
        return new double[] {x, y, z};
    }

    /** A flat shape by its corners. */
    void fill(Color colour, double[]... corners) {
        Path2D.Double path = new Path2D.Double();
        for (int i = 0; i < corners.length; i++) {
            Point2D.Double p = view.project(corners[i][0], corners[i][1], corners[i][2]);
            if (i == 0) {
                path.moveTo(p.x, p.y);
            } else {
                path.lineTo(p.x, p.y);
            }
        }
        path.closePath();
        graphics.setColor(colour);
        graphics.fill(path);
    }

    /** A flat shape that is lit by the sun; nothing when it is seen from behind. Corners go clockwise from outside. */
    boolean face(Color colour, double[]... corners) {
        double[] n = normal(corners);
        double[] c = corners[0];
        if (n[0] * -c[0] + n[1] * -c[1] + n[2] * (view.heightM() - c[2]) <= 0) {
            return false;
        }
        double light = Math.max(0, n[0] * SUN[0] + n[1] * SUN[1] + n[2] * SUN[2]);
        fill(shade(colour, AMBIENT + (1.08 - AMBIENT) * light), corners);
        return true;
    }

    private static double[] normal(double[][] c) {
        double ax = c[1][0] - c[0][0];
        double ay = c[1][1] - c[0][1];
        double az = c[1][2] - c[0][2];
        double bx = c[2][0] - c[0][0];
        double by = c[2][1] - c[0][1];
        double bz = c[2][2] - c[0][2];
        double x = by * az - bz * ay;
        double y = bz * ax - bx * az;
        double z = bx * ay - by * ax;
        double length = Math.max(1e-9, Math.sqrt(x * x + y * y + z * z));
        return new double[] {x / length, y / length, z / length};
    }

    /** An upright box with its edges along the axes. */
    void block(Color colour, double x0, double x1, double y0, double y1, double height) {
        face(colour, at(x0, y1, 0), at(x0, y1, height), at(x0, y0, height), at(x0, y0, 0));
        face(colour, at(x1, y0, 0), at(x1, y0, height), at(x1, y1, height), at(x1, y1, 0));
        face(colour, at(x0, y0, 0), at(x0, y0, height), at(x1, y0, height), at(x1, y0, 0));
        face(colour, at(x0, y0, height), at(x0, y1, height), at(x1, y1, height), at(x1, y0, height));
    }

    /** Part of the ground. */
    void ground(Color colour, double x0, double x1, double y0, double y1) {
        fill(colour, at(x0, y0, 0), at(x1, y0, 0), at(x1, y1, 0), at(x0, y1, 0));
    }

    /** A rod with round ends. */
    void rod(Color colour, double widthM, double[] from, double[] to) {
        Point2D.Double a = view.project(from[0], from[1], from[2]);
        Point2D.Double b = view.project(to[0], to[1], to[2]);
        double width = widthM * view.scale((from[1] + to[1]) / 2, (from[2] + to[2]) / 2);
        graphics.setStroke(
                new BasicStroke((float) Math.max(0.5, width), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setColor(colour);
        graphics.draw(new Line2D.Double(a, b));
    }

    void ball(Color colour, double radiusM, double[] centre) {
        Point2D.Double c = view.project(centre[0], centre[1], centre[2]);
        double r = radiusM * view.scale(centre[1], centre[2]);
        graphics.setColor(colour);
        graphics.fill(new Ellipse2D.Double(c.x - r, c.y - r, 2 * r, 2 * r));
    }

    /** A soft shadow on the ground. */
    void shadow(double x, double y, double radiusXM, double radiusYM) {
        for (int ring = 0; ring < 3; ring++) {
            double grow = 1 - 0.2 * ring;
            Path2D.Double path = new Path2D.Double();
            for (int i = 0; i < 20; i++) {
                double angle = i * Math.PI / 10;
                Point2D.Double p = view.project(
                        x + 0.12 + grow * radiusXM * Math.cos(angle), y + 0.1 + grow * radiusYM * Math.sin(angle), 0);
                if (i == 0) {
                    path.moveTo(p.x, p.y);
                } else {
                    path.lineTo(p.x, p.y);
                }
            }
            graphics.setColor(new Color(20, 24, 34, 34));
            graphics.fill(path);
        }
    }

    static Color shade(Color colour, double factor) {
        return new Color(
                channel(colour.getRed() * factor),
                channel(colour.getGreen() * factor),
                channel(colour.getBlue() * factor),
                colour.getAlpha());
    }

    private static int channel(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }
}
