package org.vigilia.intake;

/**
 * How much may come in.
 *
 * @param devicePerSecond readings of one device, 1 or more
 * @param agencyPerSecond readings of all devices of an agency together, 1 or more
 */
public record Limits(int devicePerSecond, int agencyPerSecond) {

    public static final Limits USUAL = new Limits(500, 100_000);

    /** For what is not live: files, and messages that are tried again. */
    public static final Limits NONE = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE);

    public Limits {
        if (devicePerSecond < 1 || agencyPerSecond < 1) {
            throw new IllegalArgumentException("limits on readings a second must be 1 or more");
        }
    }
}
