package org.vigilia.intake;

/** A token bucket: so many a second, and a burst of a few seconds' worth. Safe for many threads. */
final class Bucket {

    private static final double BURST_SECONDS = 5;

    private final double perSecond;
    private double tokens;
    private long at;

    Bucket(double perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.tokens = perSecond * BURST_SECONDS;
        this.at = nowNanos;
    }

    /** Takes them even when there are not enough; returns for how long the taker should rest now, in nanoseconds. */
    synchronized long takeAnyway(int count, long nowNanos) {
        refill(nowNanos);
        tokens -= count;
        return tokens >= 0 ? 0 : (long) (-tokens / perSecond * 1e9);
    }

    /** Takes them if there are enough. */
    synchronized boolean take(int count, long nowNanos) {
        refill(nowNanos);
        if (tokens < count) {
            return false;
        }
        tokens -= count;
        return true;
    }

    private void refill(long nowNanos) {
        tokens = Math.min(perSecond * BURST_SECONDS, tokens + (nowNanos - at) / 1e9 * perSecond);
        at = nowNanos;
    }
}
