package org.vigilia.vision.sound;

/**
 * Second-order filter sections in series, each transposed direct form II. Not thread-safe.
 */
final class Biquads {

    /** Numbers of one section, after each other: b0 b1 b2 a1 a2, and its two memories. */
    private final double[] b0;

    private final double[] b1;
    private final double[] b2;
    private final double[] a1;
    private final double[] a2;
    private final double[] first;
    private final double[] second;

    private Biquads(int sections) {
        b0 = new double[sections];
        b1 = new double[sections];
        b2 = new double[sections];
        a1 = new double[sections];
        a2 = new double[sections];
        first = new double[sections];
        second = new double[sections];
    }

    /** {@code s² / ((s + p)(s + q))} for each pair of poles, by the bilinear transform; poles in Hz. */
    static Biquads highPasses(double[][] poles, double rate) {
        Biquads filter = new Biquads(poles.length);
        double twice = 2 * rate;
        for (int i = 0; i < poles.length; i++) {
            double p = 2 * Math.PI * poles[i][0];
            double q = 2 * Math.PI * poles[i][1];
            double scale = (twice + p) * (twice + q);
            filter.b0[i] = twice * twice / scale;
            filter.b1[i] = -2 * filter.b0[i];
            filter.b2[i] = filter.b0[i];
            filter.a1[i] = ((p - twice) * (twice + q) + (twice + p) * (q - twice)) / scale;
            filter.a2[i] = (p - twice) * (q - twice) / scale;
        }
        return filter;
    }

    /**
     * A Butterworth band pass by the bilinear transform, both edges (3 dB) at their place.
     *
     * @param order of the low pass it is made from, even; as many sections come out
     * @param highHz below half the rate
     */
    static Biquads bandPass(int order, double lowHz, double highHz, double rate) {
        double low = Math.tan(Math.PI * lowHz / rate);
        double high = Math.tan(Math.PI * highHz / rate);
        double width = high - low;
        double middle = low * high;
        Biquads filter = new Biquads(order);
        int section = 0;
        for (int k = 0; k < order / 2; k++) {
            // a pole of the low pass becomes the roots of s² - pole·width·s + middle; each with its conjugate is a
            // section
            double angle = Math.PI * (2 * k + 1) / (2.0 * order) + Math.PI / 2;
            double re = Math.cos(angle) * width / 2;
            double im = Math.sin(angle) * width / 2;
            double rootRe = re * re - im * im - middle;
            double rootIm = 2 * re * im;
            double size = Math.hypot(rootRe, rootIm);
            double sqrtRe = Math.sqrt((size + rootRe) / 2);
            double sqrtIm = Math.copySign(Math.sqrt((size - rootRe) / 2), rootIm);
            filter.bandSection(section++, re + sqrtRe, im + sqrtIm, width);
            filter.bandSection(section++, re - sqrtRe, im - sqrtIm, width);
        }
        double centre = 2 * Math.atan(Math.sqrt(middle)) * rate / (2 * Math.PI);
        double gain = Math.pow(filter.gain(centre, rate), -1.0 / order);
        for (int i = 0; i < order; i++) {
            filter.b0[i] *= gain;
            filter.b2[i] *= gain;
        }
        return filter;
    }

    private void bandSection(int i, double re, double im, double width) {
        double linear = -2 * re;
        double constant = re * re + im * im;
        double scale = 1 + linear + constant;
        b0[i] = width / scale;
        b2[i] = -b0[i];
        a1[i] = 2 * (constant - 1) / scale;
        a2[i] = (1 - linear + constant) / scale;
    }

    double next(double in) {
        double value = in;
        for (int i = 0; i < b0.length; i++) {
            double out = b0[i] * value + first[i];
            first[i] = b1[i] * value - a1[i] * out + second[i];
            second[i] = b2[i] * value - a2[i] * out;
            value = out;
        }
        return value;
    }

    void reset() {
        java.util.Arrays.fill(first, 0);
        java.util.Arrays.fill(second, 0);
    }

    /** By how much a sine of this frequency is multiplied. */
    double gain(double hz, double rate) {
        double angle = 2 * Math.PI * hz / rate;
        double gain = 1;
        for (int i = 0; i < b0.length; i++) {
            gain *= size(b0[i], b1[i], b2[i], angle) / size(1, a1[i], a2[i], angle);
        }
        return gain;
    }

    private static double size(double c0, double c1, double c2, double angle) {
        double re = c0 + c1 * Math.cos(angle) + c2 * Math.cos(2 * angle);
        double im = c1 * Math.sin(angle) + c2 * Math.sin(2 * angle);
        return Math.hypot(re, im);
    }
}
