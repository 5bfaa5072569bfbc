package org.vigilia.stream.job;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.FactsSettings;

/**
 * The way from an operator, which Flink may start on another machine, to that machine's one fact store.
 *
 * @param properties settings as in the file; operators carry them with them
 */
public record Stores(TreeMap<String, String> properties) implements Serializable {

    private static final Map<TreeMap<String, String>, FactStore> OPEN = new ConcurrentHashMap<>();

    static Stores of(Map<String, String> properties) {
        return new Stores(new TreeMap<>(properties));
    }

    /** The store of this machine; opened by the first who asks. */
    public FactStore open() {
        return OPEN.computeIfAbsent(properties, p -> FactStore.open(FactsSettings.of(p)));
    }

    void close() {
        FactStore store = OPEN.remove(properties);
        if (store != null) {
            store.close();
        }
    }
}
