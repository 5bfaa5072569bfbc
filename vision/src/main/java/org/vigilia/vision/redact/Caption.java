package org.vigilia.vision.redact;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vigilia.vision.decode.Canvas;
import org.vigilia.vision.lettering.Lettering;
import org.vigilia.vision.lettering.Mask;

/**
 * The text of an {@link OverlayPlan}, laid out for pictures of one size: as large as a thirtieth of their height, in as many
 * rows as its parts need, smaller where a part would not fit. Not thread-safe.
 */
final class Caption implements Canvas.Brush {

    private static final int LARGEST_PX = 40;
    private static final int SMALLEST_PX = 6;
    private static final double OF_PICTURE = 1 / 30.0;
    private static final String BETWEEN = "   ";
    private static final int WHITE = 235;
    private static final double SHADE = 0.4;
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT);
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("HH:mm:ss.SSS xxx", Locale.ROOT);

    private final OverlayPlan plan;
    private final Lettering lettering;
    private final int widthPx;
    private final int rowPx;
    /** Numbers of the parts in each row. */
    private final List<List<Integer>> rows;

    private final Mask[] drawn;
    private final String[] texts;
    private long firstMicros = Long.MIN_VALUE;

    Caption(OverlayPlan plan, Lettering lettering, int widthPx, int heightPx) {
        this.plan = plan;
        this.lettering = lettering;
        this.widthPx = widthPx;
        List<String> parts = parts(plan.firstPicture());
        int size = (int) Math.max(SMALLEST_PX, Math.min(LARGEST_PX, Math.round(heightPx * OF_PICTURE)));
        while (size > SMALLEST_PX && widest(parts, size) > room(size)) {
            size--;
        }
        rowPx = size;
        rows = layOut(parts);
        drawn = new Mask[rows.size()];
        texts = new String[rows.size()];
    }

    /** The time as it is told: for this clip's zone, too, where one is set. */
    private List<String> parts(Instant at) {
        List<String> parts = new ArrayList<>();
        parts.add(plan.camera());
        parts.add(UTC.format(at.atOffset(ZoneOffset.UTC)));
        if (plan.zone() != null) {
            parts.add(LOCAL.format(at.atZone(ZoneId.of(plan.zone()))) + " " + plan.zone());
        }
        parts.add(plan.certainty());
        parts.addAll(plan.about());
        return parts;
    }

    private int widest(List<String> parts, int size) {
        return parts.stream()
                .mapToInt(part -> lettering.draw(part, size).widthPx())
                .max()
                .orElse(0);
    }

    private int room(int size) {
        return widthPx - size;
    }

    private List<List<Integer>> layOut(List<String> parts) {
        List<List<Integer>> laid = new ArrayList<>();
        List<Integer> row = new ArrayList<>();
        String text = "";
        for (int i = 0; i < parts.size(); i++) {
            String longer = row.isEmpty() ? parts.get(i) : text + BETWEEN + parts.get(i);
            if (!row.isEmpty() && lettering.draw(longer, rowPx).widthPx() > room(rowPx)) {
                laid.add(row);
                row = new ArrayList<>();
                longer = parts.get(i);
            }
            row.add(i);
            text = longer;
        }
        laid.add(row);
        return laid;
    }

    /** Height of all of it with its margin; even. */
    int heightPx() {
        return (rows.size() * rowPx + rowPx / 2 + 3) & ~1;
    }

    /** Whether each of its letters can be written. */
    boolean complete() {
        return parts(plan.firstPicture()).stream().allMatch(lettering::canWrite);
    }

    @Override
    public void paint(Canvas canvas, long timeMicros) {
        if (firstMicros == Long.MIN_VALUE) {
            firstMicros = timeMicros;
        }
        List<String> parts = parts(plan.firstPicture().plusNanos((timeMicros - firstMicros) * 1000));
        int top = switch (plan.place()) {
            case ABOVE, TOP -> 0;
            case BOTTOM -> canvas.heightPx() - heightPx();
        };
        for (int i = 0; i < drawn.length; i++) {
            String text =
                    String.join(BETWEEN, rows.get(i).stream().map(parts::get).toList());
            if (!text.equals(texts[i])) {
                texts[i] = text;
                drawn[i] = lettering.draw(text, rowPx);
            }
        }
        canvas.change(top, top + heightPx(), (y, row) -> write(y - top, row));
    }

    private void write(int line, byte[] row) {
        for (int x = 0; x < row.length; x++) {
            row[x] = (byte) (16 + ((row[x] & 0xff) - 16) * SHADE);
        }
        int inside = line - rowPx / 4;
        int number = Math.floorDiv(inside, rowPx);
        if (number >= 0 && number < drawn.length) {
            drawn[number].lay(inside - number * rowPx, row, rowPx / 2, WHITE, 1);
        }
    }
}
