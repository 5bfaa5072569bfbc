package org.vigilia.vision.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.vision.models.ModelCard;
import org.vigilia.vision.models.ModelUnusable;

/**
 * The network's classes that are words of ours; all others are never looked at.
 *
 * @param indices places in the network's list of classes
 * @param kinds what each of them is called here
 */
record WantedClasses(int[] indices, List<ObjectClass> kinds) {

    private static final Map<String, ObjectClass> WORDS = Map.of(
            "person", ObjectClass.PERSON,
            "pedestrian", ObjectClass.PERSON,
            "bicycle", ObjectClass.BICYCLE,
            "car", ObjectClass.CAR,
            "van", ObjectClass.CAR,
            "motorcycle", ObjectClass.MOTORCYCLE,
            "motorbike", ObjectClass.MOTORCYCLE,
            "bus", ObjectClass.BUS,
            "truck", ObjectClass.TRUCK);

    static WantedClasses of(ModelCard card) throws ModelUnusable {
        List<Integer> places = new ArrayList<>();
        List<ObjectClass> kinds = new ArrayList<>();
        for (int i = 0; i < card.classes().size(); i++) {
            ObjectClass kind = WORDS.get(card.classes().get(i));
            if (kind != null) {
                places.add(i);
                kinds.add(kind);
            }
        }
        if (kinds.isEmpty()) {
            throw new ModelUnusable(card.folder().resolve(ModelCard.FILE) + ": classes names none of "
                    + WORDS.keySet().stream().sorted().toList());
        }
        return new WantedClasses(places.stream().mapToInt(i -> i).toArray(), List.copyOf(kinds));
    }

    int count() {
        return indices.length;
    }
}
