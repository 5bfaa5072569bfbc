package org.vigilia.vision.behave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.scene.Calibration;
import org.vigilia.contract.scene.Point;
import org.vigilia.contract.scene.Polygon;

class GroundTest {

    @Test
    void findsGroundPlacesOfAPinholeCameraThatLooksDown() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            double cameraHeight = 4 + 6 * random.nextDouble();
            double tilt = Math.toRadians(10 + 30 * random.nextDouble());
            List<Calibration.GroundMark> marks = new ArrayList<>();
            for (double[] place : new double[][] {{-4, 12}, {5, 13}, {6, 30}, {-7, 28}}) {
                marks.add(new Calibration.GroundMark(seen(place, cameraHeight, tilt), place[0], place[1]));
            }
            Ground ground = new Ground(new Calibration(marks));

            double[] place = {random.nextDouble() * 10 - 5, 10 + 30 * random.nextDouble()};
            Ground.Place found = Objects.requireNonNull(ground.place(seen(place, cameraHeight, tilt)));

            assertThat(found.eastM()).as("seed " + seed).isCloseTo(place[0], within(1e-6));
            assertThat(found.northM()).as("seed " + seed).isCloseTo(place[1], within(1e-6));
            Point sky = new Point(0.5, 0.5 - Math.tan(tilt) * 1.2 - 0.1);
            assertThat(ground.place(sky))
                    .as("seed %d: the sky has no place", seed)
                    .isNull();
        }
    }

    @Test
    void anAreaThatReachesTheSkyHasNoSize() {
        List<Calibration.GroundMark> marks = new ArrayList<>();
        for (double[] place : new double[][] {{-4, 12}, {5, 13}, {6, 30}, {-7, 28}}) {
            marks.add(new Calibration.GroundMark(seen(place, 6, 0.35), place[0], place[1]));
        }
        Ground ground = new Ground(new Calibration(marks));

        assertThat(ground.area(new Polygon(Play.square(0, 0, 1, 1)))).isNull();
        List<Point> corners = new ArrayList<>();
        for (double[] place : new double[][] {{-3, 14}, {3, 14}, {3, 20}, {-3, 20}}) {
            corners.add(seen(place, 6, 0.35));
        }
        assertThat(ground.area(new Polygon(corners))).isCloseTo(36, within(1e-6));
    }

    private static Point seen(double[] place, double cameraHeight, double tilt) {
        double forward = place[1] * Math.cos(tilt) + cameraHeight * Math.sin(tilt);
        double down = cameraHeight * Math.cos(tilt) - place[1] * Math.sin(tilt);
        return new Point(0.5 + place[0] / forward, 0.5 + down / forward);
    }
}
