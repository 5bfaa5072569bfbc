package org.vigilia.stream.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vigilia.facts.Catalogue;
import org.vigilia.facts.LogUnavailable;

/**
 * Knows the newest scene of every camera: loads all of them before the first fact is judged, then looks for changes four
 * times a second in a thread of its own.
 */
final class SceneFollower implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Catalogue catalogue;
    private final Map<String, Catalogue.Entry> entries = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::follow, "scene-follower");
    private long version;

    private SceneFollower(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Returns when all scenes are loaded; waits as long as the store is away. */
    static SceneFollower start(Catalogue catalogue) throws InterruptedException {
        SceneFollower follower = new SceneFollower(catalogue);
        while (!follower.load()) {
            Thread.sleep(PAUSE.toMillis());
        }
        follower.thread.setDaemon(true);
        follower.thread.start();
        return follower;
    }

    private boolean load() {
        try {
            List<Catalogue.Entry> news = catalogue.listAfter(version);
            for (Catalogue.Entry entry : news) {
                entries.put(entry.camera().value(), entry);
                version = Math.max(version, entry.version());
            }
            return true;
        } catch (LogUnavailable e) {
            JobWatch.INSTANCE.logUnavailable("scenes", e);
            return false;
        }
    }

    private void follow() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(PAUSE.toMillis());
                load();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The newest entry of a camera; null when it was never drawn. */
    Catalogue.@Nullable Entry find(String camera) {
        return entries.get(camera);
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join(5_000);
    }
}
