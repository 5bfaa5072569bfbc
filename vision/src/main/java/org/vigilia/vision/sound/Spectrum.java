package org.vigilia.vision.sound;

/** Power spectrum of a short piece of sound: Hann window and a radix-2 Fourier transform. Not thread-safe. */
final class Spectrum {

    private final int size;
    private final double[] window;
    private final double[] cosines;
    private final double[] sines;
    private final double[] re;
    private final double[] im;

    /** @param size of the piece in samples, a power of two */
    Spectrum(int size) {
        if (Integer.bitCount(size) != 1 || size < 4) {
            throw new IllegalArgumentException("the size must be a power of two, not " + size);
        }
        this.size = size;
        window = new double[size];
        cosines = new double[size / 2];
        sines = new double[size / 2];
        re = new double[size];
        im = new double[size];
        for (int i = 0; i < size; i++) {
            window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / size);
        }
        for (int i = 0; i < size / 2; i++) {
            cosines[i] = Math.cos(2 * Math.PI * i / size);
            sines[i] = Math.sin(2 * Math.PI * i / size);
        }
    }

    /**
     * Mean squares by frequency; they add up to that of the piece.
     *
     * @param samples a ring
     * @param from where the piece begins in it
     * @param power gets size / 2 + 1 values; bin k is at k · rate / size Hz
     */
    void power(double[] samples, int from, double[] power) {
        int bits = Integer.numberOfTrailingZeros(size);
        for (int i = 0; i < size; i++) {
            int to = Integer.reverse(i) >>> 32 - bits;
            re[to] = samples[(from + i) % samples.length] * window[i];
            im[to] = 0;
        }
        for (int half = 1; half < size; half *= 2) {
            int stride = size / (2 * half);
            for (int start = 0; start < size; start += 2 * half) {
                for (int k = 0; k < half; k++) {
                    butterfly(start + k, start + k + half, k * stride);
                }
            }
        }
        // a Hann window keeps 3/8 of the mean square
        double scale = 2 / (0.375 * size * (double) size);
        for (int k = 0; k <= size / 2; k++) {
            power[k] = (re[k] * re[k] + im[k] * im[k]) * scale;
        }
        power[0] /= 2;
        power[size / 2] /= 2;
    }

    private void butterfly(int upper, int lower, int angle) {
        double partRe = re[lower] * cosines[angle] + im[lower] * sines[angle];
        double partIm = im[lower] * cosines[angle] - re[lower] * sines[angle];
        re[lower] = re[upper] - partRe;
        im[lower] = im[upper] - partIm;
        re[upper] += partRe;
        im[upper] += partIm;
    }
}
