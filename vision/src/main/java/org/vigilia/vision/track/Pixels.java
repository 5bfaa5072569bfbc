package org.vigilia.vision.track;

import org.vigilia.contract.scene.Box;

/**
 * A frame as plain RGB, usually made small, for everything that is judged by colour. Treat as immutable; the array is not
 * copied because frames are many.
 */
public final class Pixels {

    private final byte[] rgb;
    private final int widthPx;
    private final int heightPx;

    /** What to do with one pixel; channels 0..255. */
    public interface Visitor {
        void see(int red, int green, int blue);
    }

    /**
     * Wraps pixels.
     *
     * @param rgb row by row from the top, three bytes a pixel
     */
    public Pixels(byte[] rgb, int widthPx, int heightPx) {
        if (rgb.length != widthPx * heightPx * 3 || widthPx <= 0 || heightPx <= 0) {
            throw new IllegalArgumentException(
                    rgb.length + " bytes are not " + widthPx + "x" + heightPx + " RGB pixels");
        }
        this.rgb = rgb;
        this.widthPx = widthPx;
        this.heightPx = heightPx;
    }

    /** Shows at most {@code across × down} pixels, evenly spread over a part of the picture; returns how many. */
    public int sample(Box part, int across, int down, Visitor visitor) {
        int left = clamp(part.left() * widthPx, widthPx - 1);
        int right = Math.max(left, clamp(part.right() * widthPx - 1, widthPx - 1));
        int top = clamp(part.top() * heightPx, heightPx - 1);
        int bottom = Math.max(top, clamp(part.bottom() * heightPx - 1, heightPx - 1));
        int columns = Math.min(across, right - left + 1);
        int rows = Math.min(down, bottom - top + 1);
        for (int j = 0; j < rows; j++) {
            int y = top + (2 * j + 1) * (bottom - top + 1) / (2 * rows);
            for (int i = 0; i < columns; i++) {
                int x = left + (2 * i + 1) * (right - left + 1) / (2 * columns);
                int at = (y * widthPx + x) * 3;
                visitor.see(rgb[at] & 255, rgb[at + 1] & 255, rgb[at + 2] & 255);
            }
        }
        return rows * columns;
    }

    private static int clamp(double value, int max) {
        return (int) Math.max(0, Math.min(max, Math.floor(value)));
    }

    /** Hue, saturation and value of one colour; reused to spare garbage. */
    public static final class Hsv {

        private double hue;
        private double saturation;
        private double value;

        /** Sets it from channels 0..255. */
        public void set(int red, int green, int blue) {
            int max = Math.max(red, Math.max(green, blue));
            int min = Math.min(red, Math.min(green, blue));
            int range = max - min;
            value = max / 255.0;
            saturation = max == 0 ? 0 : (double) range / max;
            if (range == 0) {
                hue = 0;
            } else if (max == red) {
                hue = 60.0 * (green - blue) / range;
            } else if (max == green) {
                hue = 120 + 60.0 * (blue - red) / range;
            } else {
                hue = 240 + 60.0 * (red - green) / range;
            }
            if (hue < 0) {
                hue += 360;
            }
        }

        /** 0..360, red 0, green 120, blue 240. */
        public double hue() {
            return hue;
        }

        /** 0..1. */
        public double saturation() {
            return saturation;
        }

        /** 0..1. */
        public double value() {
            return value;
        }
    }
}
