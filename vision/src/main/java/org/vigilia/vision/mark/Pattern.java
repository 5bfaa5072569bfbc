package org.vigilia.vision.mark;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hidden mark of one opening: a sign for each cell of a grid over the picture, drawn from its key.
 *
 * <p>To whoever lacks the key the signs are independent fair coins. So whatever somebody does to a copy, another opening's
 * pattern agrees with it by chance only, and how likely that is can be told (see {@link Agreement}).
 *
 * @param signs +1 or -1, row by row
 */
record Pattern(Grid grid, byte[] signs) {

    /** Cells across and down the picture. */
    record Grid(int columns, int rows) {
        private static final int CELL_PX = 16;

        /** As fine as is still seen after a copy was made smaller and encoded anew: 48 by 27 cells at most. */
        static Grid of(int widthPx, int heightPx) {
            return new Grid(
                    Math.max(16, Math.min(48, widthPx / CELL_PX)), Math.max(9, Math.min(27, heightPx / CELL_PX)));
        }

        int cells() {
            return columns * rows;
        }
    }

    static Pattern of(byte[] key, Grid grid) {
        byte[] signs = new byte[grid.cells()];
        byte[] block = new byte[0];
        for (int i = 0; i < signs.length; i++) {
            int bit = i % 256;
            if (bit == 0) {
                block = sha256(key, i / 256);
            }
            signs[i] = (byte) ((block[bit / 8] >> bit % 8 & 1) * 2 - 1);
        }
        return new Pattern(grid, signs);
    }

    private static byte[] sha256(byte[] key, int number) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(key);
            return digest.digest(ByteBuffer.allocate(4).putInt(number).array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** How much brighter each pixel becomes: the cell's sign times {@code depth}, with soft borders. */
    byte[] offsets(int widthPx, int heightPx, double depth) {
        double[][] across = shares(widthPx, grid.columns());
        double[][] down = shares(heightPx, grid.rows());
        byte[] offsets = new byte[widthPx * heightPx];
        for (int y = 0; y < heightPx; y++) {
            int top = (int) down[0][y];
            double low = down[1][y];
            for (int x = 0; x < widthPx; x++) {
                int left = (int) across[0][x];
                double right = across[1][x];
                double upper = sign(left, top) * (1 - right) + sign(left + 1, top) * right;
                double lower = sign(left, top + 1) * (1 - right) + sign(left + 1, top + 1) * right;
                offsets[y * widthPx + x] = (byte) Math.round(depth * (upper * (1 - low) + lower * low));
            }
        }
        return offsets;
    }

    /** For each pixel the cell whose middle lies before it, and the share of the next one. */
    private static double[][] shares(int pixels, int cells) {
        double[][] shares = new double[2][pixels];
        for (int i = 0; i < pixels; i++) {
            double at = (i + 0.5) * cells / pixels - 0.5;
            double cell = Math.floor(at);
            double soft = Math.max(0, Math.min(1, (at - cell - 0.3) / 0.4));
            shares[0][i] = cell;
            shares[1][i] = soft * soft * (3 - 2 * soft);
        }
        return shares;
    }

    private int sign(int column, int row) {
        int x = Math.max(0, Math.min(grid.columns() - 1, column));
        int y = Math.max(0, Math.min(grid.rows() - 1, row));
        return signs[y * grid.columns() + x];
    }
}
