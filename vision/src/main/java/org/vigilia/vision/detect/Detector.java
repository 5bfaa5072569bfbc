package org.vigilia.vision.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vigilia.contract.scene.Detection;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.models.ModelCard;
import org.vigilia.vision.models.ModelUnusable;

/**
 * Finds people and vehicles in pictures.
 *
 * <p>Holds one network, or the same network converted for several aspects; each picture goes to the one whose input it
 * fills best. Thread-safe: make one for a process and share it.
 */
public final class Detector implements AutoCloseable {

    private final List<Network> networks;

    private Detector(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * Loads networks.
     *
     * @param cards variants of one detector, at least one
     * @throws ModelUnusable if one cannot be loaded or its outputs are not what its card says
     */
    public static Detector open(List<ModelCard> cards) throws ModelUnusable {
        if (cards.isEmpty()) {
            throw new ModelUnusable("no detector: run './vigilia models' first, or name a model folder");
        }
        List<Network> networks = new ArrayList<>();
        try {
            for (ModelCard card : cards) {
                networks.add(Network.open(card));
            }
        } catch (ModelUnusable e) {
            networks.forEach(Network::close);
            throw e;
        }
        return new Detector(List.copyOf(networks));
    }

    /**
     * Everything the network is at least a little sure of ({@link ModelCard.Thresholds#keep()}): the tracker needs the
     * unsure ones too, to keep hold of half-hidden objects. Surest first.
     */
    public List<Detection> detect(Picture picture) {
        return networkFor(picture.widthPx(), picture.heightPx())
                .look(picture, false)
                .detections();
    }

    /** The same, with the small picture that the network saw: it is there already, and colours can be judged by it. */
    public Look look(Picture picture) {
        return networkFor(picture.widthPx(), picture.heightPx()).look(picture, true);
    }

    /** The card of the network that pictures of this size go to. */
    public ModelCard cardFor(int widthPx, int heightPx) {
        return networkFor(widthPx, heightPx).card();
    }

    private Network networkFor(int widthPx, int heightPx) {
        return networks.stream()
                .max(Comparator.comparingDouble(n -> {
                    ModelCard.Input input = n.card().input();
                    return Fit.of(widthPx, heightPx, input.widthPx(), input.heightPx())
                            .use(input.widthPx(), input.heightPx());
                }))
                .orElseThrow();
    }

    @Override
    public void close() {
        networks.forEach(Network::close);
    }
}
