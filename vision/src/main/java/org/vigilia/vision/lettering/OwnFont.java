package org.vigilia.vision.lettering;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Capitals, digits and signs of our own, drawn as strokes: for machines without a font. Small letters become capitals,
 * accents are left out, and what is not of the Latin alphabet becomes a box.
 */
final class OwnFont implements Lettering {

    /** Each sign, then its strokes parted by '/': chains of points 'xy' on a field of 4 by 6, y downwards. */
    private static final String[] SIGNS = {
        "A062046/1434",
        "B003041423303/334445360600",
        "C4130100105163645",
        "D00204244260600",
        "E40000646/0333",
        "F400006/0333",
        "G41301001051636454323",
        "H0006/4046/0343",
        "I1030/2026/1636",
        "J4045361605",
        "K0006/400346",
        "L000646",
        "M0600234046",
        "N06004640",
        "O103041453616050110",
        "P06003041423303",
        "Q103041453616050110/2446",
        "R06003041423303/2346",
        "S413010010213334445361605",
        "T0040/2026",
        "U000516364540",
        "V002640",
        "W0016233640",
        "X0046/4006",
        "Y002340/2326",
        "Z00400646",
        "0103041453616050110/0541",
        "1112026/1636",
        "201103041420646",
        "3004023334445361605",
        "436300444",
        "5400002324345361605",
        "640100105163645443303",
        "7004016",
        "8103041423313020110/1304051636454433",
        "906364541301001021343",
        ".2526",
        ",252617",
        ":2122/2526",
        ";2122/252617",
        "-1333",
        "_0646",
        "+1333/2224",
        "/0640",
        "(30212536",
        ")10212516",
        "#1016/3036/0242/0444",
        "'2022",
        "\"1012/3032",
        "!2024/2526",
        "?01103041422324/2526",
        "=1232/1434",
        "%0640/0001/4546",
        "&461211203105162644",
        "*2125/0244/4204",
        "@33131232344441301001051646",
        "[30101636",
        "]10303616",
        "<311335",
        ">113315",
        "|2026",
        "°1020211110",
        "±1232/2123/1535",
        "·2324",
        "–0343",
        "~03123342",
    };

    private static final String BOX = "0040460600";
    /** From one sign to the next, in units of the field; the row is 9 units high, and the field begins at 1.5. */
    private static final double ADVANCE = 5.6;

    private static final double ROW = 9;
    private static final double TOP = 1.5;
    private static final double THICK = 0.42;

    private final Map<Character, List<double[]>> strokes = new HashMap<>();
    private final List<double[]> box = lines(BOX);

    OwnFont() {
        strokes.put(' ', List.of());
        for (String sign : SIGNS) {
            strokes.put(sign.charAt(0), lines(sign.substring(1)));
        }
    }

    /** Straight pieces, {@code [x, y, x, y]} each. */
    private static List<double[]> lines(String sign) {
        List<double[]> lines = new ArrayList<>();
        for (String chain : sign.split("/")) {
            for (int i = 0; i + 3 < chain.length(); i += 2) {
                lines.add(new double[] {
                    chain.charAt(i) - '0',
                    chain.charAt(i + 1) - '0',
                    chain.charAt(i + 2) - '0',
                    chain.charAt(i + 3) - '0'
                });
            }
        }
        return lines;
    }

    private static String plain(String text) {
        String apart = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        return apart.toUpperCase(Locale.ROOT).replace('—', '–').replace('\u00a0', ' ');
    }

    @Override
    public boolean canWrite(String text) {
        return plain(text).chars().allMatch(sign -> strokes.containsKey((char) sign));
    }

    @Override
    public Mask draw(String text, int heightPx) {
        String signs = plain(text);
        double unit = heightPx / ROW;
        int width = Math.max(1, (int) Math.ceil(signs.length() * ADVANCE * unit));
        byte[] ink = new byte[width * heightPx];
        double[] line = new double[4];
        for (int i = 0; i < signs.length(); i++) {
            double left = i * ADVANCE + 0.5;
            for (double[] stroke : strokes.getOrDefault(signs.charAt(i), box)) {
                for (int part = 0; part < 4; part++) {
                    line[part] = (stroke[part] + (part % 2 == 0 ? left : TOP)) * unit;
                }
                stroke(ink, width, heightPx, line, Math.max(0.6, THICK * unit));
            }
        }
        return new Mask(width, heightPx, ink);
    }

    /** A line of some thickness with soft edges. */
    private static void stroke(byte[] ink, int width, int height, double[] line, double radius) {
        double reach = radius + 1;
        int left = (int) Math.max(0, Math.min(line[0], line[2]) - reach);
        int right = (int) Math.min(width - 1, Math.max(line[0], line[2]) + reach);
        int top = (int) Math.max(0, Math.min(line[1], line[3]) - reach);
        int bottom = (int) Math.min(height - 1, Math.max(line[1], line[3]) + reach);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double away = distance(x + 0.5, y + 0.5, line);
                int full = (int) Math.round(255 * Math.max(0, Math.min(1, radius + 0.5 - away)));
                if (full > (ink[y * width + x] & 0xff)) {
                    ink[y * width + x] = (byte) full;
                }
            }
        }
    }

    private static double distance(double x, double y, double[] line) {
        double dx = line[2] - line[0];
        double dy = line[3] - line[1];
        double length = dx * dx + dy * dy;
        double share = length == 0 ? 0 : ((x - line[0]) * dx + (y - line[1]) * dy) / length;
        double clipped = Math.max(0, Math.min(1, share));
        return Math.hypot(x - line[0] - clipped * dx, y - line[1] - clipped * dy);
    }
}
