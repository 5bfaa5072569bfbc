package org.vigilia.sim.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.DataBufferInt;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;

class TheatreTest {

    private static final long SEED = 7;
    private static final Pattern EDGE = Pattern.compile("(?:left|top|right|bottom)=\"([-.0-9]+)\"");

    static List<String> names() {
        return new Theatre(SEED).names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSameSeedGivesTheSamePicturesAndReports(String name) {
        Film one = new Film(new Theatre(SEED).play(name), SEED);
        Film other = new Film(new Theatre(SEED).play(name), SEED);
        for (int picture : new int[] {0, 123, 400}) {
            int[] first = pixels(one, picture).clone();
            assertThat(pixels(other, picture)).isEqualTo(first);
            assertThat(one.report(picture)).isEqualTo(other.report(picture));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingThatIsReportedIsThereAtTheSeamAndNoTwoPicturesAreTheSame(String name) {
        Play play = new Theatre(SEED).play(name);
        assertThat(play.props())
                .filteredOn(prop -> prop.kind() != null)
                .hasSizeGreaterThan(4)
                .noneMatch(prop -> prop.present(0))
                .noneMatch(prop -> prop.present(Play.SECONDS - 1.0 / Play.FPS));
        Film film = new Film(play, SEED);
        int[] last = pixels(film, Film.pictures() - 1).clone();
        assertThat(Arrays.equals(last, pixels(film, 0))).as("a frozen camera").isFalse();
    }

    @ParameterizedTest
    @MethodSource("names")
    void reportsLieInThePicture(String name) {
        Film film = new Film(new Theatre(SEED).play(name), SEED);
        int objects = 0;
        for (int picture = 0; picture < Film.pictures(); picture += 7) {
            Matcher edge = EDGE.matcher(film.report(picture));
            while (edge.find()) {
                assertThat(Double.parseDouble(edge.group(1))).isBetween(-1.0, 1.0);
                objects++;
            }
        }
        assertThat(objects).isGreaterThan(100);
    }

    @Test
    void oneCarOfTheOneWayStreetComesTowardsTheCamera() {
        Play play = new Theatre(SEED).play("mint-street");
        long towards = play.props().stream()
                .filter(prop -> prop.kind() == ObjectClass.CAR)
                .filter(car -> distances(car)[0] > distances(car)[1])
                .count();
        assertThat(towards).isEqualTo(1);
    }

    @Test
    void boxesSurroundWhatIsDrawn() {
        View view = new View(6, 15, 60);
        Car car = Car.saloon(Route.still(1, 20), java.awt.Color.RED);
        Box box = car.box(view, 0);
        java.awt.image.BufferedImage image =
                new java.awt.image.BufferedImage(View.WIDTH, View.HEIGHT, java.awt.image.BufferedImage.TYPE_INT_RGB);
        car.draw(new Brush(image, view), 0);
        int left = View.WIDTH;
        int right = 0;
        int top = View.HEIGHT;
        int bottom = 0;
        for (int y = 0; y < View.HEIGHT; y++) {
            for (int x = 0; x < View.WIDTH; x++) {
                if ((image.getRGB(x, y) & 0xffffff) > 0x2a2a2a) {
                    left = Math.min(left, x);
                    right = Math.max(right, x + 1);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y + 1);
                }
            }
        }
        assertThat(box.left() * View.WIDTH).isCloseTo(left, within(3.0));
        assertThat(box.right() * View.WIDTH).isCloseTo(right, within(3.0));
        assertThat(box.top() * View.HEIGHT).isCloseTo(top, within(4.0));
        assertThat(box.bottom() * View.HEIGHT).isCloseTo(bottom, within(16.0));
    }

    private static double[] distances(Prop prop) {
        double first = Double.NaN;
        double last = Double.NaN;
        for (double seconds = 0; seconds < Play.SECONDS; seconds += 0.1) {
            if (prop.present(seconds)) {
                first = Double.isNaN(first) ? prop.distance(seconds) : first;
                last = prop.distance(seconds);
            }
        }
        return new double[] {first, last};
    }

    private static int[] pixels(Film film, int picture) {
        return ((DataBufferInt) film.draw(picture).getRaster().getDataBuffer()).getData();
    }
}
