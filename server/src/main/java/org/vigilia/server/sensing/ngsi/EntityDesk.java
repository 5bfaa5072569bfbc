package org.vigilia.server.sensing.ngsi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Right;
import org.vigilia.server.sensing.device.DeviceDesk;
import org.vigilia.server.sensing.device.DeviceForm;
import org.vigilia.server.sensing.device.Fleet;

/**
 * Where entities are written. A device is made and changed by the same service as in the devices API and its values go the same
 * way as all others; this class only says which of both an entity asks for.
 */
@Component
class EntityDesk {

    private final Fleet fleet;
    private final DeviceDesk devices;
    private final Extras extras;
    private final Access access;
    private final TransactionOperations transaction;
    /** Two changes of a device, each made of what the device was, must not undo each other. */
    private final Object[] locks = new Object[64];

    EntityDesk(Fleet fleet, DeviceDesk devices, Extras extras, Access access, TransactionOperations transaction) {
        java.util.Arrays.setAll(locks, i -> new Object());
        this.fleet = fleet;
        this.devices = devices;
        this.extras = extras;
        this.access = access;
        this.transaction = transaction;
    }

    /** What shall be done with an entity that may or may not be there. */
    enum Mode {
        CREATE,
        UPSERT,
        /** Also attributes that it does not have yet. */
        APPEND,
        /** Only attributes that it has. */
        UPDATE
    }

    /**
     * An entity whose device is as it shall be, and the values that are still to be stored.
     *
     * @param created whether the device is new
     * @param values see {@link Values}
     * @param refused attributes that were left out, each with the reason
     */
    record Prepared(EntityId id, boolean created, List<Values.Pending> values, Map<String, String> refused) {}

    /** The device of an entity. @throws NgsiError when there is none @throws Problem 404 for another agency's */
    Fleet.Device require(Caller by, Right right, EntityId id) {
        Fleet.Device device = fleet.find(id.device())
                .filter(d -> d.card().kind() == id.model().kind())
                .orElseThrow(() -> NgsiError.missing("entity", id.toString()));
        access.require(by, right, "entity", id.toString(), device.card().agency());
        return device;
    }

    /** Makes or changes the device as far as the entity asks for it. */
    Prepared prepare(Caller by, EntityId id, Fragment fragment, Mode mode) {
        boolean there = fleet.find(id.device())
                .filter(d -> d.card().agency().equals(by.agencyId()))
                .isPresent();
        if (mode == Mode.CREATE && there) {
            throw new NgsiError(
                    NgsiError.Kind.AlreadyExists, "There is a device '" + id.device() + "' already; change that one.");
        }
        if (!fragment.measures().isEmpty()) {
            access.require(by, Right.WRITE_OBSERVATIONS);
        }
        if (mode == Mode.CREATE || mode == Mode.UPSERT && !there) {
            return create(by, id, fragment);
        }
        Fleet.Device device = require(by, fragment.describes() ? Right.EDIT_SENSORS : Right.WRITE_OBSERVATIONS, id);
        synchronized (locks[Math.floorMod(device.card().id().hashCode(), locks.length)]) {
            return change(by, id, fragment, mode);
        }
    }

    private Prepared create(Caller by, EntityId id, Fragment fragment) {
        access.require(by, Right.EDIT_SENSORS);
        List<DeviceForm.ChannelForm> channels = new ArrayList<>();
        for (Fragment.Measure measure : fragment.measures()) {
            addChannel(channels, measure);
        }
        if (channels.isEmpty()) {
            id.model().kind().quantities().stream()
                    .limit(1)
                    .forEach(q ->
                            channels.add(new DeviceForm.ChannelForm(q.channel(), q, null, null, null, null, null)));
        }
        String name = fragment.name() == null ? id.device() : fragment.name();
        DeviceForm form = new DeviceForm(
                id.device(), name, id.model().kind(), fragment.location(), null, null, null, null, channels);
        // units are looked at before anything is made
        fragment.measures().forEach(m -> Terms.stored(Terms.of(m.quantity(), m.attribute()), m.value(), m.unitCode()));
        transaction.executeWithoutResult(status -> {
            devices.create(by, form);
            extras.put(id.device(), fragment.extras());
        });
        return new Prepared(
                id, true, pending(require(by, Right.EDIT_SENSORS, id).card(), fragment), Map.of());
    }

    private static void addChannel(List<DeviceForm.ChannelForm> channels, Fragment.Measure measure) {
        String usual = measure.quantity() == org.vigilia.contract.sensing.Quantity.OTHER
                ? measure.attribute()
                : measure.quantity().channel();
        if (channels.stream().noneMatch(c -> c.channel().equals(usual))) {
            channels.add(new DeviceForm.ChannelForm(usual, measure.quantity(), null, null, null, null, null));
        }
    }

    private Prepared change(Caller by, EntityId id, Fragment fragment, Mode mode) {
        Fleet.Card card = require(by, Right.WRITE_OBSERVATIONS, id).card();
        Map<String, String> refused = new LinkedHashMap<>();
        Fragment wanted = mode == Mode.UPDATE ? existing(card, fragment, refused) : fragment;
        List<DeviceForm.ChannelForm> added = new ArrayList<>();
        for (Fragment.Measure measure : wanted.measures()) {
            if (find(card, measure.attribute()) == null) {
                addChannel(added, measure);
            }
            Terms.stored(Terms.of(measure.quantity(), measure.attribute()), measure.value(), measure.unitCode());
        }
        boolean moved = wanted.location() != null && !wanted.location().equals(card.location());
        boolean renamed = wanted.name() != null && !wanted.name().equals(card.name());
        if (moved || renamed || !added.isEmpty() || !wanted.extras().isEmpty()) {
            access.require(by, Right.EDIT_SENSORS, "entity", id.toString(), card.agency());
            transaction.executeWithoutResult(status -> {
                if (moved || renamed || !added.isEmpty()) {
                    devices.change(by, card.id(), form(card, wanted, added));
                }
                extras.put(card.id(), wanted.extras());
            });
        }
        return new Prepared(
                id, false, pending(require(by, Right.WRITE_OBSERVATIONS, id).card(), wanted), refused);
    }

    /** Without the attributes that the device does not have. */
    private Fragment existing(Fleet.Card card, Fragment fragment, Map<String, String> refused) {
        List<Fragment.Measure> measures = new ArrayList<>();
        for (Fragment.Measure measure : fragment.measures()) {
            if (find(card, measure.attribute()) == null) {
                refused.put(measure.attribute(), "the entity has no such attribute; POST adds it");
            } else {
                measures.add(measure);
            }
        }
        Map<String, tools.jackson.databind.JsonNode> kept = new LinkedHashMap<>(fragment.extras());
        Set<String> known = fragment.extras().isEmpty()
                ? Set.of()
                : new LinkedHashSet<>(extras.find(card.id()).keySet());
        for (String name : fragment.extras().keySet()) {
            if (!known.contains(name)) {
                kept.remove(name);
                refused.put(name, "the entity has no such attribute; POST adds it");
            }
        }
        return new Fragment(fragment.name(), fragment.location(), measures, kept);
    }

    private static DeviceForm form(Fleet.Card card, Fragment fragment, List<DeviceForm.ChannelForm> added) {
        String name = fragment.name() == null ? card.name() : fragment.name();
        List<DeviceForm.ChannelForm> channels = new ArrayList<>();
        for (Fleet.Channel c : card.channels()) {
            String usual = c.quantity().label() + " · " + card.name();
            channels.add(new DeviceForm.ChannelForm(
                    c.channel(),
                    c.quantity(),
                    c.unit().equals(c.quantity().unit()) ? null : c.unit(),
                    c.name().equals(usual) ? null : c.name(),
                    c.min() == c.quantity().min() ? null : c.min(),
                    c.max() == c.quantity().max() ? null : c.max(),
                    c.silenceSeconds() == c.quantity().usualSilence() ? null : c.silenceSeconds()));
        }
        channels.addAll(added);
        return new DeviceForm(
                card.id(),
                name,
                card.kind(),
                fragment.location() == null ? card.location() : fragment.location(),
                card.mapping(),
                card.gateway(),
                card.enabled(),
                card.certificate(),
                channels);
    }

    /** The channel behind an attribute, whatever its case; null when there is none. */
    static Fleet.@Nullable Channel find(Fleet.Card card, String attribute) {
        String canonical = FilterParser.canonical(attribute);
        for (Map.Entry<String, Fleet.Channel> each : Terms.attributes(card).entrySet()) {
            if (each.getKey().equalsIgnoreCase(attribute) || each.getKey().equals(canonical)) {
                return each.getValue();
            }
        }
        return null;
    }

    private static List<Values.Pending> pending(Fleet.Card card, Fragment fragment) {
        List<Values.Pending> pending = new ArrayList<>();
        for (Fragment.Measure measure : fragment.measures()) {
            Fleet.Channel channel = find(card, measure.attribute());
            if (channel == null) {
                throw new IllegalStateException("no channel for " + measure.attribute());
            }
            double value = Terms.stored(
                    Terms.of(channel.quantity(), measure.attribute()), measure.value(), measure.unitCode());
            pending.add(new Values.Pending(
                    measure.attribute(), channel.datastream(), value, measure.at(), measure.details()));
        }
        return pending;
    }

    /** Removes the device with all it observed. */
    void remove(Caller by, EntityId id) {
        require(by, Right.EDIT_SENSORS, id);
        devices.remove(by, id.device());
    }

    /** @throws NgsiError when it is a measured value, whose history cannot be thrown away by the way, or not there */
    void removeAttribute(Caller by, EntityId id, String attribute) {
        Fleet.Card card = require(by, Right.EDIT_SENSORS, id).card();
        if (find(card, attribute) != null || Set.of("name", "dateObserved").contains(attribute)) {
            throw new NgsiError(
                    NgsiError.Kind.OperationNotSupported,
                    "'" + attribute
                            + "' is a part of the device with a history; delete its datastream by SensorThings if"
                            + " that is what you want.");
        }
        if (!extras.remove(card.id(), attribute)) {
            throw NgsiError.missing("attribute", attribute);
        }
    }
}
