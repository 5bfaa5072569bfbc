package org.vigilia.sim.stage;

import java.util.List;
import java.util.function.Consumer;

/**
 * One scene that can be filmed again and again without a visible seam: nothing that moves is there at its beginning and
 * at its end.
 *
 * @param view how the camera hangs
 * @param backdrop draws what never changes
 * @param props what is drawn in every picture
 * @param scene what is drawn into the camera's picture for the analysis, and its rules; YAML
 */
record Play(View view, Consumer<Brush> backdrop, List<Prop> props, String scene) {

    static final double SECONDS = 60;
    static final int FPS = 10;

    Play {
        props = List.copyOf(props);
    }
}
