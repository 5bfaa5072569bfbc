package org.vigilia.sim.stage;

import static org.vigilia.sim.stage.Brush.at;

import java.awt.Color;

/** A wire fence from one place to another; what is behind it shines through. */
record Fence(double x0, double y0, double x1, double y1) implements Prop {

    private static final double TALL = 2.0;
    private static final Color POST = new Color(86, 92, 96);
    private static final Color WIRE = new Color(120, 128, 132, 120);

    @Override
    public boolean present(double seconds) {
        return true;
    }

    @Override
    public double distance(double seconds) {
        return Math.min(y0, y1);
    }

    @Override
    public void draw(Brush brush, double seconds) {
        int posts = (int) Math.max(1, Math.round(Math.hypot(x1 - x0, y1 - y0) / 2.4));
        for (double z = 0.2; z < TALL; z += 0.3) {
            brush.rod(WIRE, 0.035, at(x0, y0, z), at(x1, y1, z));
        }
        for (int i = 0; i <= posts; i++) {
            double x = x0 + (x1 - x0) * i / posts;
            double y = y0 + (y1 - y0) * i / posts;
            brush.rod(POST, 0.08, at(x, y, 0), at(x, y, TALL));
        }
        brush.rod(POST, 0.06, at(x0, y0, TALL), at(x1, y1, TALL));
    }
}
