package org.vigilia.vision.lettering;

/**
 * Where ink is.
 *
 * @param ink 0 none to 255 full, row by row
 */
public record Mask(int widthPx, int heightPx, byte[] ink) {

    /** Lays ink over brightness of one row: {@code strength} 1 covers it wholly. */
    public void lay(int row, byte[] brightness, int left, int colour, double strength) {
        int from = Math.max(0, -left);
        int to = Math.min(widthPx, brightness.length - left);
        int scale = (int) Math.round(strength * 256);
        for (int x = from; x < to; x++) {
            int share = (ink[row * widthPx + x] & 0xff) * scale;
            if (share != 0) {
                int before = brightness[left + x] & 0xff;
                brightness[left + x] = (byte) (before + (colour - before) * share / (255 * 256));
            }
        }
    }
}
