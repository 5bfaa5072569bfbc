package org.vigilia.sim.stage;

import java.util.Locale;
import org.vigilia.contract.scene.Point;

/** Writes the scene of a play as people write scenes, in YAML, out of places on the ground. */
final class SceneText {

    private final StringBuilder text = new StringBuilder();
    private final View view;
    private final String camera;
    private boolean ruled;

    SceneText(View view, String camera) {
        this.view = view;
        this.camera = camera;
        text.append("camera: ").append(camera).append('\n');
    }

    /** Four places that are seen well, the corners of a rectangle on the ground. */
    SceneText calibration(double x0, double x1, double y0, double y1) {
        text.append("calibration:\n  points:\n");
        mark(x0, y0);
        mark(x1, y0);
        mark(x1, y1);
        mark(x0, y1);
        return this;
    }

    private void mark(double x, double y) {
        text.append(String.format(Locale.ROOT, "    - {picture: %s, eastM: %.1f, northM: %.1f}%n", point(x, y), x, y));
    }

    /** A zone by corners on the ground: x, y, x, y, ... */
    SceneText zone(String name, double... corners) {
        text.append("zones:\n  - name: ")
                .append(name)
                .append("\n    area: ")
                .append(area(corners))
                .append('\n');
        return this;
    }

    SceneText anotherZone(String name, double... corners) {
        text.append("  - name: ")
                .append(name)
                .append("\n    area: ")
                .append(area(corners))
                .append('\n');
        return this;
    }

    /** A lane by its corners; the traffic goes along y, at x. */
    SceneText lane(String name, double x, double fromY, double toY, double... corners) {
        text.append("lanes:\n  - name: ")
                .append(name)
                .append("\n    area: ")
                .append(area(corners))
                .append('\n');
        text.append("    entry: ")
                .append(point(x, fromY))
                .append("\n    exit: ")
                .append(point(x, toY))
                .append('\n');
        return this;
    }

    /** @param settings as in "{stillSeconds: 8}"; empty for the usual ones */
    SceneText rule(String id, String kind, String part, String settings) {
        text.append(ruled ? "" : "rules:\n");
        ruled = true;
        text.append("  - {id: ")
                .append(camera)
                .append('-')
                .append(id)
                .append(", kind: ")
                .append(kind);
        text.append(part.isEmpty() ? "" : ", part: " + part);
        text.append(settings.isEmpty() ? "" : ", settings: " + settings).append("}\n");
        return this;
    }

    /** The whole text, with the rule that every camera of the town has. */
    String write() {
        rule("trouble", "CAMERA_TROUBLE", "", "");
        return text.toString();
    }

    private String area(double... corners) {
        StringBuilder area = new StringBuilder("[");
        for (int i = 0; i + 1 < corners.length; i += 2) {
            area.append(i == 0 ? "" : ", ").append(point(corners[i], corners[i + 1]));
        }
        return area.append(']').toString();
    }

    private String point(double x, double y) {
        Point p = view.fraction(x, y);
        return String.format(
                Locale.ROOT,
                "[%.4f, %.4f]",
                Math.max(0.001, Math.min(0.999, p.x())),
                Math.max(0.001, Math.min(0.999, p.y())));
    }
}
