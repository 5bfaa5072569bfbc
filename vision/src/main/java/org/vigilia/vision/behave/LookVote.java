package org.vigilia.vision.behave;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.Colour;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.vision.track.Pixels;

/** Which colours an object has, as a witness would say it, by vote of its pixels over its life. Not thread-safe. */
final class LookVote {

    private static final int LEAST_PIXELS = 40;
    private static final double LEAST_SHARE = 0.35;

    private final Map<Colour, Double> upper = new EnumMap<>(Colour.class);
    private final Map<Colour, Double> lower = new EnumMap<>(Colour.class);
    private final Pixels.Hsv hsv = new Pixels.Hsv();

    void add(Pixels picture, Box box, ObjectClass objectClass) {
        if (objectClass == ObjectClass.PERSON) {
            vote(upper, picture, part(box, 0.3, 0.20, 0.4, 0.25));
            vote(lower, picture, part(box, 0.3, 0.55, 0.4, 0.28));
        } else {
            vote(upper, picture, part(box, 0.2, 0.25, 0.6, 0.45));
        }
    }

    private static Box part(Box box, double left, double top, double width, double height) {
        return new Box(
                box.left() + left * box.width(),
                box.top() + top * box.height(),
                width * box.width(),
                height * box.height());
    }

    private void vote(Map<Colour, Double> votes, Pixels picture, Box part) {
        picture.sample(part, 5, 5, (r, g, b) -> {
            hsv.set(r, g, b);
            votes.merge(term(hsv), 1.0, Double::sum);
        });
    }

    /** The basic colour term of a colour. Bounds are hand-set for daylight cameras. */
    static Colour term(Pixels.Hsv c) {
        if (c.value() < 0.20) {
            return Colour.BLACK;
        }
        if (c.saturation() < 0.18 || c.saturation() * c.value() < 0.09) {
            return c.value() > 0.78 ? Colour.WHITE : c.value() < 0.30 ? Colour.BLACK : Colour.GREY;
        }
        double hue = c.hue();
        if (hue < 14 || hue >= 345) {
            return c.saturation() < 0.5 && c.value() > 0.65 ? Colour.PINK : Colour.RED;
        }
        if (hue < 42) {
            return c.value() > 0.65 && c.saturation() > 0.6 ? Colour.ORANGE : Colour.BROWN;
        }
        if (hue < 68) {
            return c.value() > 0.5 ? Colour.YELLOW : Colour.GREEN;
        }
        if (hue < 165) {
            return Colour.GREEN;
        }
        if (hue < 255) {
            return Colour.BLUE;
        }
        return hue < 292 || c.value() < 0.5 ? Colour.PURPLE : Colour.PINK;
    }

    /** Null when nothing can be told yet. */
    TrackUpdate.@Nullable Look look() {
        Colour top = winner(upper);
        Colour bottom = winner(lower);
        return top == null && bottom == null ? null : new TrackUpdate.Look(top, bottom);
    }

    private static @Nullable Colour winner(Map<Colour, Double> votes) {
        double total = votes.values().stream().mapToDouble(v -> v).sum();
        return votes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(best -> total >= LEAST_PIXELS && best.getValue() >= LEAST_SHARE * total)
                .map(Map.Entry::getKey)
                .orElse(null);
    }
}
