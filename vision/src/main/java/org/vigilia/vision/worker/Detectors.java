package org.vigilia.vision.worker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.vision.detect.Detector;
import org.vigilia.vision.models.ModelCard;
import org.vigilia.vision.models.ModelStore;
import org.vigilia.vision.models.ModelUnusable;

/** The detectors that cameras ask for by name, loaded once and shared. Safe for many threads. */
final class Detectors implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Detectors.class);
    private static final String BUILT_IN = "default";
    private static final long TRY_AGAIN_NANOS = 5_000_000_000L;

    private final Path folder;
    private final Map<String, Detector> loaded = new HashMap<>();
    private final Map<String, Long> failed = new HashMap<>();
    private final Map<String, String> problems = new HashMap<>();

    Detectors(Path folder) {
        this.folder = folder;
    }

    /** Null while it cannot be loaded; tries again every five seconds, because somebody may fetch it meanwhile. */
    synchronized @Nullable Detector find(String name) {
        Detector known = loaded.get(name);
        if (known != null) {
            return known;
        }
        Long tried = failed.get(name);
        if (tried != null && System.nanoTime() - tried < TRY_AGAIN_NANOS) {
            return null;
        }
        try {
            List<ModelCard> cards = name.equals(BUILT_IN)
                    ? ModelStore.at(folder).detectors()
                    : List.of(ModelCard.read(folder.resolve(Path.of(name).getFileName())));
            Detector detector = Detector.open(cards);
            loaded.put(name, detector);
            problems.remove(name);
            return detector;
        } catch (ModelUnusable e) {
            failed.put(name, System.nanoTime());
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(problems.put(name, problem))) {
                LOG.atError()
                        .addKeyValue("event", "model-unusable")
                        .addKeyValue("model", name)
                        .log(problem);
            }
            return null;
        }
    }

    /** What is wrong with models that were asked for; empty when nothing is. */
    synchronized Map<String, String> problems() {
        return Map.copyOf(problems);
    }

    @Override
    public synchronized void close() {
        loaded.values().forEach(Detector::close);
        loaded.clear();
    }
}
