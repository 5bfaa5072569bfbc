package org.vigilia.server.footage.keep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.vigilia.server.ServerSettings;
import org.vigilia.server.footage.FootageSettings;
import org.vigilia.server.footage.index.SegmentRow;

/** Where footage lies: media's own pool, called "fast", and those of the settings, youngest footage first. */
@Component
public class Pools {

    /** Media's own. */
    public static final String FAST = "fast";

    private final Path root;
    private final Map<String, Pool> pools = new LinkedHashMap<>();
    private final List<Tier> tiers = new ArrayList<>();

    public Pools(FootageSettings settings, FootageSettings.Recordings recordings, ServerSettings.Data data) {
        Path own = recordings.dir();
        this.root = (own == null ? data.dir().resolve("recordings") : own)
                .toAbsolutePath()
                .normalize();
        pools.put(FAST, new FolderPool(FAST, root));
        settings.pool().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().after()))
                .forEach(entry -> add(entry.getKey(), entry.getValue(), settings, data));
    }

    /** A pool to which footage moves. */
    record Tier(Pool pool, FootageSettings.Pool settings) {}

    private void add(String name, FootageSettings.Pool settings, FootageSettings all, ServerSettings.Data data) {
        if (name.equals(FAST)) {
            throw new IllegalArgumentException("footage.pool.fast is media's own; give the pool another name");
        }
        Path dir = settings.dir();
        if ((dir == null) == (settings.url() == null || settings.bucket() == null)) {
            throw new IllegalArgumentException(
                    "footage.pool." + name + " needs either dir, or url and bucket of an S3-compatible store");
        }
        Pool pool = dir == null
                ? new BucketPool(name, settings, data.dir().resolve("cache/footage"), all.cache())
                : new FolderPool(name, dir);
        pools.put(name, pool);
        tiers.add(new Tier(pool, settings));
    }

    /** Where media writes. */
    public Path root() {
        return root;
    }

    /** All pools by name, "fast" first. */
    public List<Pool> list() {
        return List.copyOf(pools.values());
    }

    List<Tier> tiers() {
        return tiers;
    }

    public Pool get(String name) throws IOException {
        Pool pool = pools.get(name);
        if (pool == null) {
            throw new IOException("the pool '" + name + "' is not in the settings any more");
        }
        return pool;
    }

    /** A segment's file on this machine, fetched where it lies elsewhere. */
    public Path fetch(SegmentRow segment) throws IOException {
        return get(segment.pool()).fetch(segment.file(), segment.sha256());
    }
}
