package org.vigilia.media.source;

/**
 * What a source has counted since it started.
 *
 * @param bytes received
 * @param packets received
 * @param lostPackets missing between those received
 * @param garbage messages or packets that could not be read
 * @param brokenUnits pictures thrown away because something in them was missing or unreadable
 * @param clockOffsetMicros camera's clock minus ours; 0 when it does not say
 */
public record SourceFigures(
        long bytes, long packets, long lostPackets, long garbage, long brokenUnits, long clockOffsetMicros) {
    public static final SourceFigures NONE = new SourceFigures(0, 0, 0, 0, 0, 0);

    /** Both together. */
    public SourceFigures plus(SourceFigures other) {
        return new SourceFigures(
                bytes + other.bytes,
                packets + other.packets,
                lostPackets + other.lostPackets,
                garbage + other.garbage,
                brokenUnits + other.brokenUnits,
                other.clockOffsetMicros);
    }
}
