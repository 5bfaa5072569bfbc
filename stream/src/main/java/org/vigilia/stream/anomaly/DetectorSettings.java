package org.vigilia.stream.anomaly;

/**
 * The one setting of the detector, the same for every series. How the numbers were found, and how much each matters, is
 * in decision 0030-anomaly.
 *
 * @param blockReadings readings that count as one event in a tail: neighbours are alike, only the largest tells
 * @param tailBlocks largest blocks kept; the tail is fitted to them
 * @param horizonBlocks how long a block is remembered
 * @param priorIndex tail index assumed before much is seen
 * @param priorWeight how many blocks that assumption weighs
 * @param floorShare differences below this share of the series' spread are no news
 * @param alarmDecades rarity (decades of probability) from which on it is an alarm
 * @param restReadings readings after an alarm in which only something rarer alarms again
 * @param escalationDecades how much rarer that must be
 * @param escalationFactor how many times as rare it must be right after the alarm, falling to once at the end of the rest
 * @param supportShare what the other clues add to the rarest one: evidence that agrees, though not independent
 * @param warmReadings readings before the first alarm
 */
record DetectorSettings(
        int blockReadings,
        int tailBlocks,
        int horizonBlocks,
        double priorIndex,
        double priorWeight,
        double floorShare,
        double alarmDecades,
        int restReadings,
        double escalationDecades,
        double escalationFactor,
        double supportShare,
        int warmReadings) {

    static final DetectorSettings STANDARD = new DetectorSettings(24, 24, 1000, 0.2, 6, 0.01, 4, 100, 1, 3, 0.2, 100);
}
