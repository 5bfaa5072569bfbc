package org.vigilia.vision.behave;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.scene.Box;

/**
 * What one frame led to.
 *
 * @param facts to be stored, in this order
 * @param snapshot the id under which the whole frame is to be saved; null when no fact names it
 * @param keep objects that are seen better than ever before: cut them out now and remember that until told to save it
 * @param save remembered cut-outs that are to be saved under an id, because their object is gone
 * @param forget numbers of objects whose cut-outs need not be remembered any more, after saving
 */
public record Observed(
        List<Fact> facts,
        @Nullable PictureId snapshot,
        List<Portrait> keep,
        List<SavedPortrait> save,
        List<Long> forget) {

    /**
     * An object to be cut out of the frame.
     *
     * @param number of the track
     * @param box what to cut out
     */
    public record Portrait(long number, Box box) {}

    /**
     * A cut-out to be saved.
     *
     * @param number of the track
     * @param picture under which id
     */
    public record SavedPortrait(long number, PictureId picture) {}

    public Observed {
        facts = List.copyOf(facts);
        keep = List.copyOf(keep);
        save = List.copyOf(save);
        forget = List.copyOf(forget);
    }
}
