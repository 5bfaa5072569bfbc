package org.vigilia.vision.worker;

/**
 * Decides how much to leave out when the machine cannot keep up, in an order that is declared:
 *
 * <ol>
 *   <li>cameras where nothing is seen and nothing moves are looked at once a second;
 *   <li>all others are slowed down evenly, in steps, to no less than the set minimum;
 *   <li>cameras without any enabled rule are not analysed at all.
 * </ol>
 *
 * <p>Goes up after two bad seconds and down after ten good ones. Not thread-safe.
 */
final class LoadGovernor {

    /** Rates of the second step, as a part of what was asked. */
    private static final double[] PACES = {1, 1, 0.8, 0.6, 0.45, 0.3, 0.3};

    static final int HIGHEST = 6;
    private static final double TOO_BUSY = 0.90;
    private static final double AT_EASE = 0.60;
    private static final double TOO_LATE_SECONDS = 0.7;
    private static final int BAD_SECONDS = 2;
    private static final int GOOD_SECONDS = 10;
    private static final double IDLE_FPS = 1;

    private final double minFps;
    private int level;
    private int bad;
    private int good;

    LoadGovernor(double minFps) {
        this.minFps = minFps;
    }

    /**
     * Takes in one second.
     *
     * @param busy part of the threads' time that was used, 0..1
     * @param worstDelaySeconds the longest time that a frame had waited
     * @return true when the level changed
     */
    boolean second(double busy, double worstDelaySeconds) {
        boolean overloaded = busy > TOO_BUSY || worstDelaySeconds > TOO_LATE_SECONDS;
        boolean atEase = busy < AT_EASE && worstDelaySeconds < TOO_LATE_SECONDS / 2;
        bad = overloaded ? bad + 1 : 0;
        good = atEase ? good + 1 : 0;
        if (bad >= BAD_SECONDS && level < HIGHEST) {
            level++;
            bad = 0;
            return true;
        }
        if (good >= GOOD_SECONDS && level > 0) {
            level--;
            good = 0;
            return true;
        }
        return false;
    }

    /** 0 nothing is left out … {@value #HIGHEST} as much as may be. */
    int level() {
        return level;
    }

    /**
     * How often a camera is to be analysed now.
     *
     * @param asked frames a second
     * @param idle nothing is seen and nothing moves
     * @param hasRules some enabled rule needs it
     */
    double fps(double asked, boolean idle, boolean hasRules) {
        if (level == HIGHEST && !hasRules) {
            return 0;
        }
        if (level >= 1 && idle) {
            return Math.min(asked, IDLE_FPS);
        }
        return Math.min(asked, Math.max(minFps, asked * PACES[level]));
    }

    /** The level for people. */
    String words() {
        return switch (level) {
            case 0 -> "all cameras as asked";
            case 1 -> "idle cameras once a second";
            case HIGHEST -> "idle cameras once a second, busy ones slowed down, cameras without rules stopped";
            default -> "idle cameras once a second, busy ones at " + Math.round(PACES[level] * 100) + " %";
        };
    }
}
