package org.vigilia.vision.behave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vigilia.vision.behave.Play.CAMERA;
import static org.vigilia.vision.behave.Play.at;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.fact.CameraHealth;
import org.vigilia.contract.fact.CameraHealth.Condition;

class PictureHealthTest {

    private final PictureHealth health = new PictureHealth(CAMERA, Duration.ofSeconds(10));
    private final Random random = new Random(4);
    private final List<CameraHealth> told = new ArrayList<>();
    private double now;

    @Test
    void tellsThatAPictureIsGoodOnceAndBlackAgainAndAgain() {
        show(10, () -> street(0, 1, 0));
        show(12, () -> flat(8));
        show(4, () -> street(0, 1, 0));

        assertThat(conditions()).containsExactly(Condition.GOOD, Condition.BLACK, Condition.BLACK, Condition.GOOD);
        assertThat(told.get(1).at()).isBetween(at(11.5), at(13));
    }

    @Test
    void tellsAFrozenPictureButNotAQuietOne() {
        show(30, () -> street(0, 1, 0));
        byte[] same = street(0, 1, 0);
        show(14, () -> same.clone());

        assertThat(conditions()).containsExactly(Condition.GOOD, Condition.FROZEN);
        assertThat(told.get(1).at()).isBetween(at(39), at(41.5));
    }

    @Test
    void tellsThatTheCameraWasTurnedAway() {
        show(20, () -> street(0, 1, 0));
        show(7, () -> street(57, 1, 0));

        assertThat(conditions()).startsWith(Condition.GOOD, Condition.MOVED);
        assertThat(told.get(1).at()).isBetween(at(22.5), at(24.5));
        show(6, () -> street(0, 1, 0));
        assertThat(conditions()).endsWith(Condition.GOOD);
    }

    @Test
    void lightsAndCrowdsAreNotAMovedCamera() {
        show(20, () -> street(0, 1, 0));
        show(10, () -> street(0, 0.45, 0));
        show(10, () -> street(0, 1.3, 0));
        show(10, () -> street(0, 1, 0.45));
        show(2, () -> street(57, 1, 0));
        show(10, () -> street(0, 1, 0));

        assertThat(conditions()).containsExactly(Condition.GOOD);
    }

    @Test
    void aCarThatFillsTheFirstPictureIsNoPartOfTheScene() {
        show(4, () -> road(true));
        show(20, () -> road(false));
        show(2, () -> road(true));
        show(20, () -> road(false));

        assertThat(conditions()).containsExactly(Condition.GOOD);
    }

    @Test
    void aBareRoadThatIsTurnedAwayFromIsStillNoticed() {
        show(4, () -> road(true));
        show(30, () -> road(false));
        show(6, () -> street(57, 1, 0));

        assertThat(conditions()).endsWith(Condition.MOVED);
    }

    private List<Condition> conditions() {
        return told.stream().map(CameraHealth::condition).toList();
    }

    private void show(double seconds, java.util.function.Supplier<byte[]> picture) {
        for (double end = now + seconds; now < end; now += 0.5) {
            CameraHealth news = health.observe(at(now), picture.get());
            if (news != null) {
                told.add(news);
            }
        }
    }

    /** A fixed scene of many edges, shifted, under some light, with part of it covered by changing things, and noise. */
    private byte[] street(int shift, double light, double crowd) {
        byte[] grey = new byte[PictureHealth.WIDTH * PictureHealth.HEIGHT];
        for (int y = 0; y < PictureHealth.HEIGHT; y++) {
            for (int x = 0; x < PictureHealth.WIDTH; x++) {
                int sx = (x + shift) / 5;
                int sy = (y + shift / 2) / 4;
                double value = 60 + 110 * new Random(sx * 7919L + sy * 104_729L).nextDouble();
                boolean covered = crowd > 0 && y > PictureHealth.HEIGHT * (1 - crowd);
                if (covered) {
                    value = 40 + 120 * random.nextDouble();
                }
                grey[y * PictureHealth.WIDTH + x] =
                        (byte) Math.max(0, Math.min(255, value * light + 2 * random.nextGaussian()));
            }
        }
        return grey;
    }

    /** Bare asphalt with a kerb along its foot, and perhaps a big car upon it. */
    private byte[] road(boolean car) {
        byte[] grey = flat(110);
        byte[] edges = street(0, 1, 0);
        for (int y = 0; y < PictureHealth.HEIGHT; y++) {
            for (int x = 0; x < PictureHealth.WIDTH; x++) {
                boolean kerb = y >= PictureHealth.HEIGHT - 16;
                boolean body = car && x >= 16 && x < 144 && y < PictureHealth.HEIGHT - 16;
                if (kerb || body) {
                    grey[y * PictureHealth.WIDTH + x] = edges[y * PictureHealth.WIDTH + x];
                }
            }
        }
        return grey;
    }

    private byte[] flat(int value) {
        byte[] grey = new byte[PictureHealth.WIDTH * PictureHealth.HEIGHT];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (value + random.nextInt(3));
        }
        return grey;
    }
}
