package org.vigilia.server.sensing.device;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.server.Problem;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;

/** Devices: what they are, how they are and what they say now. */
@RestController
@RequestMapping("/api/v1/sensing/devices")
@Tag(name = "sensing")
class DeviceController {

    private static final int MAX_PAGE = 1_000;

    private final DeviceDesk desk;
    private final Fleet fleet;
    private final DeviceViews views;
    private final Access access;
    private final MqttAddress mqtt;

    DeviceController(DeviceDesk desk, Fleet fleet, DeviceViews views, Access access, MqttAddress mqtt) {
        this.desk = desk;
        this.fleet = fleet;
        this.views = views;
        this.access = access;
        this.mqtt = mqtt;
    }

    /** How a list is sorted. */
    enum Sort {
        NAME,
        LAST_SEEN,
        STATE
    }

    /**
     * Part of the devices.
     *
     * @param total how many fit the filters
     * @param next what to give as {@code before} for the next page; null at the end
     * @param counts how many are in each state, whatever the filter on states says
     */
    record DeviceList(
            List<DeviceViews.DeviceRow> items,
            int total,
            @Nullable String next,
            Map<Fleet.State, Integer> counts) {}

    @GetMapping
    @Requires(Right.SEE_SENSORS)
    @Operation(operationId = "listDevices", summary = "Devices with their newest values and states")
    DeviceList list(
            Caller by,
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(required = false) @Nullable Set<SensorKind> kind,
            @RequestParam(required = false) @Nullable Set<Fleet.State> state,
            @RequestParam(required = false) @Nullable String bbox,
            @RequestParam(defaultValue = "name") String sort,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String before) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw Problem.invalid("limit", "A page has 1 to " + MAX_PAGE + " devices.");
        }
        Area area = bbox == null ? null : Area.parse(bbox);
        String words = search == null ? "" : search.strip().toLowerCase(Locale.ROOT);
        Map<Fleet.State, Integer> counts = new EnumMap<>(Fleet.State.class);
        for (Fleet.State each : Fleet.State.values()) {
            counts.put(each, 0);
        }
        List<Fleet.Device> fitting = new ArrayList<>();
        for (Fleet.Device device : fleet.list(access.limit(by, Right.SEE_SENSORS))) {
            Fleet.Card card = device.card();
            boolean fits = (kind == null || kind.isEmpty() || kind.contains(card.kind()))
                    && (area == null || card.location() != null && area.holds(card.location()))
                    && (words.isEmpty()
                            || card.id().toLowerCase(Locale.ROOT).contains(words)
                            || card.name().toLowerCase(Locale.ROOT).contains(words));
            if (fits) {
                counts.merge(device.state(), 1, Integer::sum);
                if (state == null || state.isEmpty() || state.contains(device.state())) {
                    fitting.add(device);
                }
            }
        }
        return page(fitting, sort(sort), limit, before, counts);
    }

    private DeviceList page(
            List<Fleet.Device> fitting,
            Sort sort,
            int limit,
            @Nullable String before,
            Map<Fleet.State, Integer> counts) {
        fitting.sort(order(sort));
        int begin = before == null ? 0 : offset(before);
        int end = Math.min(fitting.size(), begin + limit);
        List<DeviceViews.DeviceRow> items = begin >= end
                ? List.of()
                : fitting.subList(begin, end).stream().map(views::row).toList();
        return new DeviceList(items, fitting.size(), end < fitting.size() ? String.valueOf(end) : null, counts);
    }

    private static int offset(String before) {
        if (!before.matches("\\d{1,9}")) {
            throw Problem.invalid("before", "'before' is the 'next' of the page before.");
        }
        return Integer.parseInt(before);
    }

    private static Sort sort(String name) {
        return switch (name) {
            case "name" -> Sort.NAME;
            case "lastSeen" -> Sort.LAST_SEEN;
            case "state" -> Sort.STATE;
            default -> throw Problem.invalid("sort", "Devices are sorted by name, lastSeen or state.");
        };
    }

    private Comparator<Fleet.Device> order(Sort sort) {
        Comparator<Fleet.Device> byName = Comparator.<Fleet.Device, String>comparing(
                        d -> d.card().name().toLowerCase(Locale.ROOT))
                .thenComparing(d -> d.card().id());
        return switch (sort) {
            case NAME -> byName;
            case STATE ->
                Comparator.<Fleet.Device, Fleet.State>comparing(Fleet.Device::state)
                        .reversed()
                        .thenComparing(byName);
            case LAST_SEEN ->
                Comparator.<Fleet.Device, java.time.Instant>comparing(d -> {
                            java.time.Instant seen = views.row(d).lastSeen();
                            return seen == null ? java.time.Instant.MIN : seen;
                        })
                        .reversed()
                        .thenComparing(byName);
        };
    }

    @GetMapping("/{id}")
    @Requires(Right.SEE_SENSORS)
    @Operation(operationId = "getDevice", summary = "A device with its channels and their newest values")
    DeviceViews.DeviceView get(Caller by, @PathVariable String id) {
        return views.whole(find(by, id));
    }

    private Fleet.Device find(Caller by, String id) {
        Optional<Fleet.Device> found = fleet.find(id);
        Fleet.Device device = found.orElseThrow(() -> Problem.notFound("device", id));
        access.require(by, Right.SEE_SENSORS, "device", id, device.card().agency());
        return device;
    }

    /**
     * How a device reaches the broker.
     *
     * @param host null: the name by which this server is reached
     * @param tlsPort null: without TLS only
     * @param password shown only here
     * @param sample a payload it might send
     */
    record Mqtt(
            @Nullable String host,
            int port,
            @Nullable Integer tlsPort,
            String user,
            String password,
            String topic,
            String sample) {

        /** Never prints the password. */
        @Override
        public String toString() {
            return "Mqtt[" + user + "]";
        }
    }

    record NewDevice(DeviceViews.DeviceView device, Mqtt mqtt) {}

    @PostMapping
    @Requires(Right.EDIT_SENSORS)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            operationId = "createDevice",
            summary = "Make a device with its datastreams; the answer holds its MQTT password, shown once")
    NewDevice create(Caller by, @RequestBody DeviceForm form) {
        DeviceDesk.Fresh fresh = desk.create(by, form);
        Mqtt access = new Mqtt(
                null,
                mqtt.port(),
                mqtt.tlsPort(),
                fresh.id(),
                fresh.password().reveal(),
                DeviceViews.topic(fresh.id()),
                sample(form));
        return new NewDevice(get(by, fresh.id()), access);
    }

    private static String sample(DeviceForm form) {
        StringBuilder sample = new StringBuilder("{");
        for (DeviceForm.ChannelForm channel : form.channels()) {
            Quantity q = channel.quantity();
            double value = q == Quantity.OTHER ? 1 : Math.rint(q.min() + (q.max() - q.min()) / 10);
            sample.append(sample.length() > 1 ? "," : "")
                    .append(quoted(channel.channel()))
                    .append(':')
                    .append((long) value);
        }
        return sample.append('}').toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    record NewDevices(List<DeviceForm> items) {}

    record Credentials(String id, String user, String password) {

        /** Never prints the password. */
        @Override
        public String toString() {
            return "Credentials[" + id + "]";
        }
    }

    record BulkResult(List<Credentials> created, List<DeviceDesk.Rejected> rejected) {}

    @PostMapping("/bulk")
    @Requires(Right.EDIT_SENSORS)
    @Operation(
            operationId = "createDevices",
            summary = "Make up to 5,000 devices; those that cannot be made are told, the others are made")
    BulkResult createAll(Caller by, @RequestBody NewDevices form) {
        DeviceDesk.Made made = desk.createAll(by, form.items() == null ? List.of() : form.items());
        return new BulkResult(
                made.created().stream()
                        .map(f -> new Credentials(f.id(), f.id(), f.password().reveal()))
                        .toList(),
                made.rejected());
    }

    @PutMapping("/{id}")
    @Requires(Right.EDIT_SENSORS)
    @Operation(operationId = "changeDevice", summary = "Change a device; channels are known by their names")
    DeviceViews.DeviceView change(Caller by, @PathVariable String id, @RequestBody DeviceForm form) {
        desk.change(by, id, form);
        return get(by, id);
    }

    @DeleteMapping("/{id}")
    @Requires(Right.EDIT_SENSORS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "deleteDevice", summary = "Delete a device with all it has observed")
    void delete(Caller by, @PathVariable String id) {
        desk.remove(by, id);
    }

    @PostMapping("/{id}/password")
    @Requires(Right.EDIT_SENSORS)
    @Operation(operationId = "renewDevicePassword", summary = "Give a device a new MQTT password, shown once")
    Credentials renewPassword(Caller by, @PathVariable String id) {
        DeviceDesk.Fresh fresh = desk.renewPassword(by, id);
        return new Credentials(id, id, fresh.password().reveal());
    }
}
