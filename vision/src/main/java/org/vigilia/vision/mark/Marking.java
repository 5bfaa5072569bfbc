package org.vigilia.vision.mark;

import org.vigilia.vision.decode.Canvas;
import org.vigilia.vision.lettering.Lettering;
import org.vigilia.vision.lettering.Mask;

/** Both marks on pictures of one size: the text, half transparent and again and again, and the hidden pattern. */
final class Marking implements Canvas.Brush {

    /** Steps of brightness, of 219: less than is seen, more than is lost when a copy is encoded anew. */
    static final double DEPTH = 1;

    private static final double OF_PICTURE = 1 / 30.0;
    private static final int SMALLEST_PX = 7;
    private static final int ROWS_APART = 5;
    private static final int WHITE = 235;
    private static final int BLACK = 16;
    private static final double STRENGTH = 0.3;

    private final int widthPx;
    private final int heightPx;
    private final byte[] offsets;
    private final Mask text;

    Marking(MarkPlan plan, Lettering lettering, int widthPx, int heightPx) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        offsets = Pattern.of(plan.key(), Pattern.Grid.of(widthPx, heightPx)).offsets(widthPx, heightPx, DEPTH);
        text = lettering.draw(plan.text(), (int) Math.max(SMALLEST_PX, Math.round(heightPx * OF_PICTURE)));
    }

    @Override
    public void paint(Canvas canvas, long timeMicros) {
        if (canvas.widthPx() != widthPx || canvas.heightPx() != heightPx) {
            throw new IllegalArgumentException("the picture changed its size");
        }
        canvas.change(0, heightPx, this::row);
    }

    private void row(int y, byte[] row) {
        int at = y * widthPx;
        for (int x = 0; x < widthPx; x++) {
            row[x] = (byte) Math.max(0, Math.min(255, (row[x] & 0xff) + offsets[at + x]));
        }
        letters(y - 1, row, 1, BLACK);
        letters(y, row, 0, WHITE);
    }

    private void letters(int y, byte[] row, int shift, int colour) {
        int apart = text.heightPx() * ROWS_APART;
        int line = Math.floorMod(y - text.heightPx(), apart);
        if (y < 0 || line >= text.heightPx()) {
            return;
        }
        int step = text.widthPx() + text.heightPx() * 3;
        int first = Math.floorDiv(y - text.heightPx(), apart) % 2 == 0 ? text.heightPx() : text.heightPx() - step / 2;
        for (int left = first; left < widthPx; left += step) {
            text.lay(line, row, left + shift, colour, STRENGTH);
        }
    }
}
