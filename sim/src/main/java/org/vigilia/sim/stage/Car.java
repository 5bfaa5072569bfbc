package org.vigilia.sim.stage;

import static org.vigilia.sim.stage.Brush.at;

import java.awt.Color;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;

/** A motor car or a van with wheels, windows and lights. */
final class Car implements Prop {

    private static final Color GLASS = new Color(62, 80, 98);
    private static final Color TYRE = new Color(28, 28, 31);
    private static final Color HUB = new Color(150, 154, 160);
    private static final double HALF_WIDTH = 0.9;
    private static final double SILL = 0.28;

    private final Route route;
    private final Color paint;
    private final Shape shape;

    /** Measures along the car, from its middle, and upwards; metres. */
    private record Shape(double half, double bonnet, double back, double windscreen, double rear, double height) {
        static final Shape SALOON = new Shape(2.15, 0.95, -1.75, 0.30, -1.25, 1.45);
        static final Shape VAN = new Shape(2.45, 1.75, -2.40, 1.15, -2.35, 2.10);

        double waist() {
            return height > 1.6 ? 1.05 : 0.86;
        }
    }

    private Car(Route route, Color paint, Shape shape) {
        this.route = route;
        this.paint = paint;
        this.shape = shape;
    }

    static Car saloon(Route route, Color paint) {
        return new Car(route, paint, Shape.SALOON);
    }

    static Car van(Route route, Color paint) {
        return new Car(route, paint, Shape.VAN);
    }

    @Override
    public ObjectClass kind() {
        return ObjectClass.CAR;
    }

    @Override
    public boolean present(double seconds) {
        return route.covers(seconds);
    }

    @Override
    public double distance(double seconds) {
        return route.at(seconds).y();
    }

    @Override
    public Box box(View view, double seconds) {
        Route.Pose pose = route.at(seconds);
        double[][] corners = new double[12][];
        int i = 0;
        for (int side = -1; side <= 1; side += 2) {
            corners[i++] = place(pose, shape.half, side * HALF_WIDTH, 0.05);
            corners[i++] = place(pose, -shape.half, side * HALF_WIDTH, 0.05);
            corners[i++] = place(pose, shape.half, side * HALF_WIDTH, shape.waist());
            corners[i++] = place(pose, -shape.half, side * HALF_WIDTH, shape.waist());
            corners[i++] = place(pose, shape.windscreen, side * 0.7, shape.height);
            corners[i++] = place(pose, shape.rear, side * 0.7, shape.height);
        }
        return view.around(corners);
    }

    private static double[] place(Route.Pose pose, double along, double left, double z) {
        return at(pose.x() + along * pose.dx() - left * pose.dy(), pose.y() + along * pose.dy() + left * pose.dx(), z);
    }

    @Override
    public void draw(Brush brush, double seconds) {
        Route.Pose pose = route.at(seconds);
        boolean across = Math.abs(pose.dx()) > Math.abs(pose.dy());
        brush.shadow(pose.x(), pose.y(), across ? 2.7 : 1.35, across ? 1.35 : 2.7);
        body(brush, pose);
        cabin(brush, pose);
        lights(brush, pose, route.at(seconds).moving());
    }

    private void body(Brush brush, Route.Pose pose) {
        double waist = shape.waist();
        for (int side = -1; side <= 1; side += 2) {
            double v = side * HALF_WIDTH;
            double from = side < 0 ? -shape.half : shape.half;
            boolean seen = brush.face(
                    paint,
                    place(pose, from, v, SILL),
                    place(pose, from, v, waist),
                    place(pose, -from, v, waist),
                    place(pose, -from, v, SILL));
            if (seen) {
                wheel(brush, pose, 1.35, v);
                wheel(brush, pose, -1.35, v);
            }
        }
        for (int end = -1; end <= 1; end += 2) {
            double u = end * shape.half;
            brush.face(
                    paint,
                    place(pose, u, -end * HALF_WIDTH, SILL),
                    place(pose, u, -end * HALF_WIDTH, waist),
                    place(pose, u, end * HALF_WIDTH, waist),
                    place(pose, u, end * HALF_WIDTH, SILL));
        }
        brush.face(
                paint,
                place(pose, shape.half, HALF_WIDTH, waist),
                place(pose, shape.half, -HALF_WIDTH, waist),
                place(pose, -shape.half, -HALF_WIDTH, waist),
                place(pose, -shape.half, HALF_WIDTH, waist));
    }

    private static void wheel(Brush brush, Route.Pose pose, double along, double v) {
        double[][] rim = new double[14][];
        double[][] hub = new double[14][];
        for (int i = 0; i < rim.length; i++) {
            double angle = i * 2 * Math.PI / rim.length;
            rim[i] = place(pose, along + 0.34 * Math.cos(angle), v * 1.01, 0.35 + 0.34 * Math.sin(angle));
            hub[i] = place(pose, along + 0.17 * Math.cos(angle), v * 1.02, 0.35 + 0.17 * Math.sin(angle));
        }
        brush.fill(TYRE, rim);
        brush.fill(HUB, hub);
    }

    private void cabin(Brush brush, Route.Pose pose) {
        double waist = shape.waist();
        double low = 0.84;
        double high = shape.height > 1.6 ? 0.8 : 0.68;
        for (int side = -1; side <= 1; side += 2) {
            double[] frontLow = place(pose, shape.bonnet, side * low, waist);
            double[] frontHigh = place(pose, shape.windscreen, side * high, shape.height);
            double[] backHigh = place(pose, shape.rear, side * high, shape.height);
            double[] backLow = place(pose, shape.back, side * low, waist);
            double[][] outline = side < 0
                    ? new double[][] {backLow, backHigh, frontHigh, frontLow}
                    : new double[][] {frontLow, frontHigh, backHigh, backLow};
            if (brush.face(paint, outline)) {
                double glassBack = shape.height > 1.6 ? 0.45 : shape.back + 0.28;
                double z0 = waist + 0.07;
                double z1 = shape.height - 0.1;
                double lean = 0.8 * (shape.bonnet - shape.windscreen);
                double v0 = side * (low + 0.01);
                double v1 = side * (high + 0.01);
                brush.fill(
                        GLASS,
                        place(pose, shape.bonnet - 0.22, v0, z0),
                        place(pose, shape.bonnet - 0.22 - lean, v1, z1),
                        place(pose, Math.max(glassBack, shape.rear + 0.1), v1, z1),
                        place(pose, glassBack, v0, z0));
            }
        }
        boolean van = shape.height > 1.6;
        boolean behind = brush.face(
                van ? paint : GLASS,
                place(pose, shape.back, low, waist),
                place(pose, shape.rear, high, shape.height),
                place(pose, shape.rear, -high, shape.height),
                place(pose, shape.back, -low, waist));
        for (int side = -1; side <= 1 && van && behind; side += 2) {
            brush.fill(
                    GLASS,
                    place(pose, shape.back - 0.01, side * 0.08, waist + 0.25),
                    place(pose, shape.back - 0.01, side * 0.08, shape.height - 0.18),
                    place(pose, shape.back - 0.01, side * 0.68, shape.height - 0.18),
                    place(pose, shape.back - 0.01, side * 0.68, waist + 0.25));
        }
        brush.face(
                GLASS,
                place(pose, shape.bonnet, -low, waist),
                place(pose, shape.windscreen, -high, shape.height),
                place(pose, shape.windscreen, high, shape.height),
                place(pose, shape.bonnet, low, waist));
        brush.face(
                paint,
                place(pose, shape.windscreen, high, shape.height),
                place(pose, shape.windscreen, -high, shape.height),
                place(pose, shape.rear, -high, shape.height),
                place(pose, shape.rear, high, shape.height));
    }

    private void lights(Brush brush, Route.Pose pose, boolean moving) {
        Color red = moving ? new Color(170, 30, 34) : new Color(240, 50, 44);
        for (int end = -1; end <= 1; end += 2) {
            double[] middle = place(pose, end * shape.half, 0, 0.6);
            boolean seen = end * (pose.dx() * -middle[0] + pose.dy() * -middle[1]) > 0;
            for (int side = -1; side <= 1 && seen; side += 2) {
                double u = end * (shape.half + 0.01);
                brush.fill(
                        end > 0 ? new Color(250, 244, 214) : red,
                        place(pose, u, side * 0.48, 0.58),
                        place(pose, u, side * 0.48, 0.74),
                        place(pose, u, side * 0.84, 0.74),
                        place(pose, u, side * 0.84, 0.58));
            }
        }
    }
}
