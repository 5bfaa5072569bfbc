package org.vigilia.sim.stage;

import static org.vigilia.sim.stage.Brush.at;

import java.awt.Color;
import java.util.Random;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;

/** Somebody on foot, with legs and arms that swing as far as the way goes. */
final class Person implements Prop {

    private static final Color[] COATS = {
        new Color(178, 58, 52), new Color(48, 92, 150), new Color(224, 176, 68), new Color(66, 122, 84),
        new Color(232, 226, 214), new Color(94, 70, 120), new Color(44, 48, 58), new Color(206, 112, 60),
        new Color(126, 152, 168)
    };
    private static final Color[] TROUSERS = {
        new Color(40, 46, 66), new Color(70, 66, 62), new Color(30, 32, 36), new Color(96, 86, 70)
    };
    private static final Color[] SKIN = {
        new Color(236, 198, 170), new Color(196, 146, 112), new Color(140, 96, 70), new Color(96, 64, 48)
    };
    private static final Color[] HAIR = {
        new Color(44, 32, 26), new Color(92, 62, 40), new Color(26, 24, 26), new Color(168, 134, 84)
    };
    private static final double STEP_M = 0.75;

    private final Route route;
    private final Color coat;
    private final Color trousers;
    private final Color skin;
    private final Color hair;
    private final double tall;

    Person(Route route, Random random) {
        this(route, random, COATS[random.nextInt(COATS.length)]);
    }

    Person(Route route, Random random, Color coat) {
        this.route = route;
        this.coat = coat;
        this.trousers = TROUSERS[random.nextInt(TROUSERS.length)];
        this.skin = SKIN[random.nextInt(SKIN.length)];
        this.hair = HAIR[random.nextInt(HAIR.length)];
        this.tall = 0.94 + 0.12 * random.nextDouble();
    }

    @Override
    public ObjectClass kind() {
        return ObjectClass.PERSON;
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
        Route.Pose p = route.at(seconds);
        double top = 1.76 * tall;
        return view.around(
                at(p.x() - 0.3, p.y(), 0),
                at(p.x() + 0.3, p.y(), 0),
                at(p.x() - 0.3, p.y(), top),
                at(p.x() + 0.3, p.y(), top));
    }

    @Override
    public void draw(Brush brush, double seconds) {
        Route.Pose p = route.at(seconds);
        brush.shadow(p.x(), p.y(), 0.38, 0.34);
        double swing = p.moving() ? Math.sin(Math.PI * p.wayM() / STEP_M) : 0.08 * Math.sin(seconds * 1.4);
        double sideX = -p.dy();
        double sideY = p.dx();
        limb(brush, p, trousers, 0.17, new double[] {0.09, 0, 0.86, 0.10, 0.36 * swing, 0.06});
        limb(brush, p, trousers, 0.17, new double[] {-0.09, 0, 0.86, -0.10, -0.36 * swing, 0.06});
        shoe(brush, p, 0.10, 0.36 * swing);
        shoe(brush, p, -0.10, -0.36 * swing);
        Color sleeve = Brush.shade(coat, 0.86);
        limb(brush, p, sleeve, 0.12, new double[] {0.24, 0, 1.38, 0.28, -0.28 * swing, 0.86});
        limb(brush, p, sleeve, 0.12, new double[] {-0.24, 0, 1.38, -0.28, 0.28 * swing, 0.86});
        double x = p.x();
        double y = p.y();
        brush.rod(coat, 0.40, at(x, y, 0.98 * tall), at(x, y, 1.28 * tall));
        brush.rod(
                coat,
                0.17,
                at(x + 0.2 * sideX, y + 0.2 * sideY, 1.38 * tall),
                at(x - 0.2 * sideX, y - 0.2 * sideY, 1.38 * tall));
        brush.rod(Brush.shade(coat, 1.12), 0.12, at(x - 0.09, y, 1.08 * tall), at(x - 0.09, y, 1.32 * tall));
        brush.rod(skin, 0.10, at(x, y, 1.42 * tall), at(x, y, 1.52 * tall));
        brush.ball(skin, 0.125, at(x + 0.03 * p.dx(), y + 0.03 * p.dy(), 1.61 * tall));
        // from behind there is more hair to see
        double show = p.dy() > 0 ? 0.02 : 0.065;
        brush.ball(hair, p.dy() > 0 ? 0.128 : 0.105, at(x - 0.03 * p.dx(), y - 0.03 * p.dy(), (1.61 + show) * tall));
        if (p.dy() <= 0) {
            brush.ball(skin, 0.088, at(x + 0.05 * p.dx(), y - 0.02, 1.585 * tall));
        }
    }

    /** From and to: sideways, forwards and upwards of where the person stands. */
    private void limb(Brush brush, Route.Pose p, Color colour, double widthM, double[] ends) {
        brush.rod(colour, widthM, joint(p, ends[0], ends[1], ends[2]), joint(p, ends[3], ends[4], ends[5]));
    }

    private void shoe(Brush brush, Route.Pose p, double side, double ahead) {
        brush.rod(new Color(30, 28, 28), 0.1, joint(p, side, ahead, 0.05), joint(p, side, ahead + 0.12, 0.04));
    }

    private double[] joint(Route.Pose p, double side, double ahead, double z) {
        return at(p.x() - side * p.dy() + ahead * p.dx(), p.y() + side * p.dx() + ahead * p.dy(), z * tall);
    }
}
