package org.vigilia.intake;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.DeviceAccess;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.sensing.Cards;
import org.vigilia.intake.mapping.Reading;

/**
 * All datastreams and devices in memory, as the cards in the store have them, at most {@link #EVERY} old. While the store
 * is away the newest known ones hold. Safe for many threads.
 */
public final class Directory implements AutoCloseable {

    public static final Duration EVERY = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

    private final @Nullable Cards<DatastreamCard> datastreamCards;
    private final @Nullable Cards<DeviceAccess> deviceCards;
    private final Map<Long, Entry> byId = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Entry>> byDevice = new ConcurrentHashMap<>();
    private final Map<String, DeviceAccess> devices = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch loaded = new CountDownLatch(1);
    private final ScheduledExecutorService follower;
    private long datastreamVersion;
    private long deviceVersion;
    private boolean away;

    /** One datastream: its card and what is remembered of it. */
    static final class Entry {
        private volatile DatastreamCard card;
        private final Recent recent = new Recent();

        private Entry(DatastreamCard card) {
            this.card = card;
        }

        DatastreamCard card() {
            return card;
        }

        int judge(DatastreamCard judged, long atMicros, double raw, double value) {
            synchronized (recent) {
                return recent.judge(judged, atMicros, raw, value);
            }
        }
    }

    private Directory(@Nullable Cards<DatastreamCard> datastreams, @Nullable Cards<DeviceAccess> devices) {
        datastreamCards = datastreams;
        deviceCards = devices;
        follower = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "directory");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to follow the cards; what is asked before {@link #awaitLoaded} may not be known yet. */
    public static Directory follow(FactStore store) {
        Directory directory = new Directory(store.datastreams(), store.devices());
        directory.follower.scheduleWithFixedDelay(directory::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return directory;
    }

    /** One that knows these and never changes: to look at a file or at history without a store. */
    public static Directory of(Collection<DatastreamCard> datastreams, Collection<DeviceAccess> devices) {
        Directory directory = new Directory(null, null);
        datastreams.forEach(card -> directory.put(card.id().value(), card));
        devices.forEach(access -> directory.devices.put(access.device(), access));
        directory.loaded.countDown();
        return directory;
    }

    /** Waits until all cards were read once. @return false when that took too long */
    public boolean awaitLoaded(Duration limit) throws InterruptedException {
        return loaded.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** True when all cards were read at least once. */
    public boolean loaded() {
        return loaded.getCount() == 0;
    }

    /** Is told the id of each device whose access changed. */
    public void onDeviceChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    private synchronized void look() {
        if (datastreamCards == null || deviceCards == null) {
            return;
        }
        try {
            for (Cards.Card<DeviceAccess> card : deviceCards.listAfter(deviceVersion)) {
                deviceVersion = card.version();
                DeviceAccess access = card.body();
                DeviceAccess before = access == null ? devices.remove(card.id()) : devices.put(card.id(), access);
                if (before != null && !before.equals(access)) {
                    listeners.forEach(listener -> listener.accept(card.id()));
                }
            }
            for (Cards.Card<DatastreamCard> card : datastreamCards.listAfter(datastreamVersion)) {
                datastreamVersion = card.version();
                put(Long.parseLong(card.id()), card.body());
            }
            loaded.countDown();
            away = false;
        } catch (LogUnavailable e) {
            if (!away) {
                LOG.atWarn().addKeyValue("event", "directory-waits").log(e.getMessage());
            }
            away = true;
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("event", "directory-failed").setCause(e).log("going on");
        }
    }

    private void put(long id, @Nullable DatastreamCard card) {
        Entry entry = byId.get(id);
        if (entry != null) {
            leave(entry);
        }
        if (card == null) {
            byId.remove(id);
            return;
        }
        if (entry == null) {
            entry = new Entry(card);
            byId.put(id, entry);
        }
        entry.card = card;
        if (card.device() != null && card.channel() != null) {
            byDevice.computeIfAbsent(card.device(), x -> new ConcurrentHashMap<>())
                    .put(card.channel(), entry);
        }
    }

    private void leave(Entry entry) {
        DatastreamCard card = entry.card;
        if (card.device() != null && card.channel() != null) {
            Map<String, Entry> channels = byDevice.get(card.device());
            if (channels != null && channels.remove(card.channel(), entry) && channels.isEmpty()) {
                byDevice.remove(card.device());
            }
        }
    }

    @Nullable
    Entry find(Reading.Origin origin) {
        if (origin.datastream() > 0) {
            return byId.get(origin.datastream());
        }
        Map<String, Entry> channels = byDevice.get(origin.device());
        return channels == null ? null : channels.get(origin.channel());
    }

    /** The card of a datastream; null when there is none. */
    public @Nullable DatastreamCard datastream(long id) {
        Entry entry = byId.get(id);
        return entry == null ? null : entry.card;
    }

    /** The access of a device; null when there is none. */
    public @Nullable DeviceAccess device(String id) {
        return devices.get(id);
    }

    /** True when a device has an access or at least one datastream. */
    boolean knows(String device) {
        return devices.containsKey(device) || byDevice.containsKey(device);
    }

    public int datastreamCount() {
        return byId.size();
    }

    public int deviceCount() {
        return devices.size();
    }

    @Override
    public void close() {
        follower.shutdownNow();
    }
}
