package org.vigilia.vision.worker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.sensing.CameraCard;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.sensing.Cards;
import org.vigilia.vision.source.RelayAddress;

/**
 * The microphones this worker listens to: those of cameras that have a datastream for what is heard, and no others. A
 * datastream belongs to a camera when its device is the camera's id, its channel is one of {@link SoundChannel}, and it is
 * of the camera's agency: nobody may hear through another's camera by giving a device its name.
 *
 * <p>Used on one thread.
 */
final class Ears implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ears.class);

    private final Cards<DatastreamCard> source;
    private final Cards<CameraCard> cameraSource;
    private final RelayAddress address;
    private final ObservationSink sink;
    /** By device, then by channel. */
    private final Map<String, Map<String, DatastreamCard>> byDevice = new HashMap<>();

    private final Map<String, DatastreamCard> byId = new HashMap<>();
    private final Map<CameraId, Ear> ears = new ConcurrentHashMap<>();
    private final Map<CameraId, AgencyId> owners = new HashMap<>();
    private long version;
    private long cameraVersion;

    Ears(FactStore store, RelayAddress address, MeterRegistry metrics) {
        this.source = store.datastreams();
        this.cameraSource = store.cameras();
        this.address = address;
        this.sink = new ObservationSink(store.observations());
        Gauge.builder("vigilia.vision.ears", ears, Map::size).register(metrics);
        Gauge.builder("vigilia.vision.sound.samples", this, Ears::samples).register(metrics);
        Gauge.builder("vigilia.vision.observations.waiting", sink, ObservationSink::depth)
                .register(metrics);
        Gauge.builder("vigilia.vision.observations.dropped", sink, ObservationSink::dropped)
                .register(metrics);
    }

    private double samples() {
        return ears.values().stream().mapToLong(Ear::samples).sum();
    }

    /** Looks for changed datastreams; throws {@link LogUnavailable}. */
    void follow() {
        for (Cards.Card<CameraCard> card : cameraSource.listAfter(cameraVersion)) {
            cameraVersion = Math.max(cameraVersion, card.version());
            CameraCard body = card.body();
            if (body == null) {
                owners.remove(new CameraId(card.id()));
            } else {
                owners.put(body.id(), body.agency());
            }
        }
        for (Cards.Card<DatastreamCard> card : source.listAfter(version)) {
            version = Math.max(version, card.version());
            forget(byId.remove(card.id()));
            DatastreamCard body = card.body();
            Optional<String> channel = channel(body);
            if (body != null && body.device() != null && channel.isPresent()) {
                byId.put(card.id(), body);
                Map<String, DatastreamCard> before = byDevice.getOrDefault(body.device(), Map.of());
                Map<String, DatastreamCard> after = new HashMap<>(before);
                after.put(channel.get(), body);
                byDevice.put(body.device(), Map.copyOf(after));
            }
        }
        ears.forEach((camera, ear) -> ear.follow(cardsOf(camera)));
    }

    private Map<String, DatastreamCard> cardsOf(CameraId camera) {
        Map<String, DatastreamCard> cards = new HashMap<>(byDevice.getOrDefault(camera.value(), Map.of()));
        AgencyId owner = owners.get(camera);
        cards.values().removeIf(card -> card.agency() != null && !card.agency().equals(owner));
        return cards;
    }

    private static Optional<String> channel(@Nullable DatastreamCard card) {
        String written = card == null || !card.enabled() ? null : card.channel();
        return written == null ? Optional.empty() : SoundChannel.find(written);
    }

    private void forget(@Nullable DatastreamCard old) {
        if (old != null && old.device() != null) {
            Map<String, DatastreamCard> after = new HashMap<>(byDevice.getOrDefault(old.device(), Map.of()));
            after.values().removeIf(card -> card.id().equals(old.id()));
            if (after.isEmpty()) {
                byDevice.remove(old.device());
            } else {
                byDevice.put(old.device(), Map.copyOf(after));
            }
        }
    }

    /** Which of these cameras are to be listened to. */
    Set<CameraId> wanted(Collection<CameraId> cameras) {
        Set<CameraId> wanted = new HashSet<>();
        for (CameraId camera : cameras) {
            if (!cardsOf(camera).isEmpty()) {
                wanted.add(camera);
            }
        }
        return wanted;
    }

    /** From now on listens to these and no others. */
    void settle(Set<CameraId> held) {
        for (CameraId camera : List.copyOf(ears.keySet())) {
            if (!held.contains(camera)) {
                leave(camera);
            }
        }
        for (CameraId camera : held) {
            if (!ears.containsKey(camera)) {
                Map<String, DatastreamCard> cards = cardsOf(camera);
                ears.put(camera, new Ear(camera, cards, address, sink::add));
                LOG.atInfo()
                        .addKeyValue("event", "ear-opened")
                        .addKeyValue("camera", camera)
                        .addKeyValue("channels", cards.keySet())
                        .log("listening");
            }
        }
    }

    private void leave(CameraId camera) {
        Ear ear = ears.remove(camera);
        if (ear != null) {
            ear.close();
            LOG.atInfo()
                    .addKeyValue("event", "ear-closed")
                    .addKeyValue("camera", camera)
                    .log("not listening any more");
        }
    }

    /** Stops listening and stores what waits. */
    @Override
    public void close() {
        settle(Set.of());
        sink.close();
    }
}
