package org.vigilia.vision.worker;

import org.jspecify.annotations.Nullable;

/** Tells cheaply whether anything moves between two frames: enough pixels changed brightness. Not thread-safe. */
final class Stillwatch {

    static final int WIDTH = 80;
    static final int HEIGHT = 48;

    private static final int CHANGED = 18;
    private static final double LEAST_SHARE = 0.004;

    private byte @Nullable [] before;

    /** @param grey brightness, {@value #WIDTH} × {@value #HEIGHT}; kept */
    boolean moves(byte[] grey) {
        byte[] old = before;
        before = grey;
        if (old == null) {
            return true;
        }
        int changed = 0;
        for (int i = 0; i < grey.length; i++) {
            if (Math.abs((grey[i] & 255) - (old[i] & 255)) > CHANGED) {
                changed++;
            }
        }
        return changed > LEAST_SHARE * grey.length;
    }
}
