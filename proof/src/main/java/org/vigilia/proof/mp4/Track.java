package org.vigilia.proof.mp4;

/**
 * A track as its file's {@code moov} describes it.
 *
 * @param id number of the track in the file
 * @param video pictures; else sound
 * @param timescale ticks a second
 * @param editStart media time at which the presentation starts, from an edit list; 0 without one
 * @param description the {@code stsd} box as it stands in the file
 * @param widthPx 0 for sound
 * @param heightPx 0 for sound
 * @param sampleDuration default of {@code trex}
 * @param sampleBytes default of {@code trex}
 * @param sampleFlags default of {@code trex}
 */
record Track(
        int id,
        boolean video,
        long timescale,
        long editStart,
        byte[] description,
        int widthPx,
        int heightPx,
        long sampleDuration,
        long sampleBytes,
        long sampleFlags) {}
