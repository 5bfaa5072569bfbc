package org.vigilia.server.incident;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vigilia.contract.scene.GeoPoint;

/** What a camera can see is a sector: near enough and in the angle. */
class ViewTest {

    private static final GeoPoint POLE = new GeoPoint(44.4949, 11.3426);

    @Test
    void seesWhatLiesAheadAndNotBehind() {
        View north = new View(POLE, 0.0, 60.0, 100.0);
        assertThat(north.sees(at(50, 0))).isTrue();
        assertThat(north.sees(at(50, 20))).isTrue();
        assertThat(north.sees(at(50, 40))).isFalse();
        assertThat(north.sees(at(-50, 0))).isFalse();
        assertThat(north.sees(at(101, 0))).isFalse();
    }

    @Test
    void theAngleMayLieAcrossNorth() {
        View northWest = new View(POLE, 350.0, 40.0, 100.0);
        assertThat(northWest.sees(at(50, 5))).isTrue();
        assertThat(northWest.sees(at(50, 15))).isFalse();
    }

    @Test
    void saysNothingWhereTheCameraIsNotDescribed() {
        assertThat(new View(null, 0.0, 60.0, 100.0).sees(POLE)).isNull();
        assertThat(new View(POLE, null, 60.0, 100.0).sees(POLE)).isNull();
        assertThat(new View(POLE, 0.0, null, 100.0).sees(POLE)).isNull();
        assertThat(new View(POLE, 0.0, 60.0, null).sees(POLE)).isNull();
    }

    private static GeoPoint at(double northM, double eastM) {
        double degree = 111_195;
        return new GeoPoint(
                POLE.latitude() + northM / degree,
                POLE.longitude() + eastM / degree / Math.cos(Math.toRadians(POLE.latitude())));
    }
}
