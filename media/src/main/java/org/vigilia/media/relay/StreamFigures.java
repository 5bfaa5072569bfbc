package org.vigilia.media.relay;

/**
 * What went through one stream.
 *
 * @param units access units since start
 * @param bytes of them
 * @param fps over the last seconds
 * @param bitsPerSecond over the last seconds
 * @param subscribers now
 * @param dropped units not sent to subscribers that were too slow, since start
 * @param cachedBytes held for those who join
 */
public record StreamFigures(
        long units, long bytes, double fps, long bitsPerSecond, int subscribers, long dropped, long cachedBytes) {}
