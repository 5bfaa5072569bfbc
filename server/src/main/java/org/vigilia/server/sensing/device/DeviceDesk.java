package org.vigilia.server.sensing.device;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.sensing.Calibration;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Right;
import org.vigilia.server.sensing.things.ThingsChanged;

/** Where devices are made, changed and removed. Each deed is checked, recorded and then told to the other processes. */
@Component
public class DeviceDesk {

    static final int MAX_AT_ONCE = 5_000;

    /** What every deed needs. */
    @Component("org.vigilia.server.sensing.device.DeviceDesk.Means")
    record Means(Access access, Audit audit, ApplicationEventPublisher events, Clock clock) {}

    private final JdbcTemplate jdbc;
    private final DeviceRows rows;
    private final Means means;

    DeviceDesk(JdbcTemplate jdbc, DeviceRows rows, Means means) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.means = means;
    }

    /** A device's credentials, known just now and never again. */
    public record Fresh(String id, DevicePassword password) {}

    /** One of many that was not made. */
    record Rejected(
            int index, @Nullable String id, @Nullable String field, String reason) {}

    record Made(List<Fresh> created, List<Rejected> rejected) {}

    @Transactional
    public Fresh create(Caller by, DeviceForm form) {
        form.check();
        if (!taken(List.of(form.id())).isEmpty()) {
            throw Problem.conflict("There is a device '" + form.id() + "' in this city already; choose another id.");
        }
        Fresh fresh = insert(by.agencyId(), List.of(form)).get(0);
        means.audit.record(Deed.done(by.who(), "device.created").to("device", form.id(), form.name()));
        means.events.publishEvent(new ThingsChanged());
        return fresh;
    }

    /** Makes the good ones and says of each other one why it was not made. */
    @Transactional
    Made createAll(Caller by, List<DeviceForm> forms) {
        if (forms.isEmpty() || forms.size() > MAX_AT_ONCE) {
            throw Problem.invalid("items", "Give 1 to " + MAX_AT_ONCE + " devices in one request.");
        }
        List<Rejected> rejected = new ArrayList<>();
        List<DeviceForm> good = new ArrayList<>();
        Set<String> taken = taken(forms.stream().map(DeviceForm::id).toList());
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < forms.size(); i++) {
            DeviceForm form = forms.get(i);
            try {
                form.check();
                if (taken.contains(form.id()) || !seen.add(form.id())) {
                    throw Problem.invalid("id", "There is a device '" + form.id() + "' already.");
                }
                good.add(form);
            } catch (Problem e) {
                Object field = e.getBody().getProperties() == null
                        ? null
                        : e.getBody().getProperties().get("field");
                rejected.add(new Rejected(
                        i,
                        form.id(),
                        field == null ? null : field.toString(),
                        String.valueOf(e.getBody().getDetail())));
            }
        }
        List<Fresh> created = good.isEmpty() ? List.of() : insert(by.agencyId(), good);
        if (!created.isEmpty()) {
            means.audit.record(Deed.done(by.who(), "device.created")
                    .to("device", good.get(0).id(), good.get(0).name())
                    .because(created.size() + " devices in one request"));
            means.events.publishEvent(new ThingsChanged());
        }
        return new Made(created, rejected);
    }

    private List<Fresh> insert(AgencyId agency, List<DeviceForm> forms) {
        List<Fresh> fresh = new ArrayList<>();
        List<DeviceRows.NewDevice> devices = new ArrayList<>();
        for (DeviceForm form : forms) {
            DevicePassword password = DevicePassword.fresh();
            fresh.add(new Fresh(form.id(), password));
            devices.add(new DeviceRows.NewDevice(form, password.hash()));
        }
        rows.insert(agency, devices, means.clock.instant());
        return fresh;
    }

    private Set<String> taken(List<@Nullable String> ids) {
        return new HashSet<>(jdbc.queryForList("select id from sensing_device where id = any(?)", String.class, (Object)
                ids.stream().filter(java.util.Objects::nonNull).toArray(String[]::new)));
    }

    private record Owned(long thing, String name) {}

    /** The device, held against others' changes. @throws Problem 404 when it is not there or another agency's */
    private Owned hold(Caller by, String id) {
        Optional<Owned> found = jdbc
                .query(
                        "select v.thing_id, t.name, v.agency_id from sensing_device v join sta_thing t on t.id = v.thing_id"
                                + " where v.id = ? for update of v",
                        (row, n) -> {
                            means.access.require(by, Right.EDIT_SENSORS, "device", id, new AgencyId(row.getString(3)));
                            return new Owned(row.getLong(1), row.getString(2));
                        },
                        id)
                .stream()
                .findFirst();
        return found.orElseThrow(() -> Problem.notFound("device", id));
    }

    @Transactional
    public void change(Caller by, String id, DeviceForm form) {
        form.check();
        if (!form.id().equals(id)) {
            throw Problem.invalid(
                    "id", "The id of a device cannot change: the device itself knows it. Make a new one.");
        }
        Owned device = hold(by, id);
        removeChannels(device.thing, form);
        rows.update(by.agencyId(), device.thing, form, means.clock.instant());
        means.audit.record(Deed.done(by.who(), "device.changed").to("device", id, form.name()));
        means.events.publishEvent(new ThingsChanged());
    }

    private void removeChannels(long thing, DeviceForm form) {
        String[] kept =
                form.channels().stream().map(DeviceForm.ChannelForm::channel).toArray(String[]::new);
        List<String> withValues = jdbc.queryForList(
                "select d.properties ->> 'channel' from sta_datastream d where d.thing_id = ?"
                        + " and d.properties ->> 'channel' <> all(?)"
                        + " and exists (select 1 from facts.observation o where o.datastream = d.id) order by 1",
                String.class,
                thing,
                kept);
        if (!withValues.isEmpty()) {
            throw Problem.conflict("The channels " + String.join(", ", withValues)
                    + " have observations, which would be lost. Keep them, or delete their datastreams by SensorThings"
                    + " if that is what you want.");
        }
        jdbc.update(
                "delete from sta_datastream where thing_id = ? and properties ->> 'channel' <> all(?)", thing, kept);
    }

    /** Removes it with its datastreams and, in the background, their observations. */
    @Transactional
    public void remove(Caller by, String id) {
        Owned device = hold(by, id);
        List<Long> locations = jdbc.queryForList(
                "select location_id from sta_thing_location where thing_id = ?", Long.class, device.thing);
        List<Long> sensors = jdbc.queryForList(
                "select distinct sensor_id from sta_datastream where thing_id = ?", Long.class, device.thing);
        jdbc.update("delete from sta_thing where id = ?", device.thing);
        for (Long location : locations) {
            jdbc.update(
                    "delete from sta_location l where id = ? and not exists (select 1 from sta_thing_location"
                            + " where location_id = l.id)",
                    location);
        }
        for (Long sensor : sensors) {
            jdbc.update(
                    "delete from sta_sensor s where id = ? and not exists (select 1 from sta_datastream"
                            + " where sensor_id = s.id)",
                    sensor);
        }
        means.audit.record(Deed.done(by.who(), "device.deleted").to("device", id, device.name));
        means.events.publishEvent(new ThingsChanged());
    }

    /** The old password is refused as soon as the broker has been told. */
    @Transactional
    Fresh renewPassword(Caller by, String id) {
        Owned device = hold(by, id);
        DevicePassword password = DevicePassword.fresh();
        jdbc.update(
                "update sensing_device set password_hash = ?, card_wanted = card_wanted + 1 where id = ?",
                password.hash(),
                id);
        means.audit.record(Deed.done(by.who(), "device.password-renewed").to("device", id, device.name));
        means.events.publishEvent(new ThingsChanged());
        return new Fresh(id, password);
    }

    /** Adds a version; it holds for what is stored from now on, see {@link Recalibration} for what is there already. */
    @Transactional
    void calibrate(Caller by, long datastream, Instant from, double gain, double offset, @Nullable String reference) {
        Calibration calibration = new Calibration(1, from, gain, offset, reference);
        String name = requireDatastream(by, Right.EDIT_SENSORS, datastream);
        jdbc.queryForList("select id from sta_datastream where id = ? for update", datastream);
        jdbc.update(
                "insert into sensing_calibration (datastream_id, version, from_at, gain, zero, reference, made_by)"
                        + " select ?, coalesce(max(version), 0) + 1, ?, ?, ?, ?, ? from sensing_calibration"
                        + " where datastream_id = ?",
                datastream,
                from.atOffset(java.time.ZoneOffset.UTC),
                calibration.gain(),
                calibration.offset(),
                reference,
                by.who().name(),
                datastream);
        jdbc.update("update sta_datastream set card_wanted = card_wanted + 1 where id = ?", datastream);
        means.audit.record(Deed.done(by.who(), "datastream.calibrated")
                .to("datastream", String.valueOf(datastream), name)
                .because("gain " + gain + ", offset " + offset + " from " + from));
        means.events.publishEvent(new ThingsChanged());
    }

    /** Stored history is about to change. */
    void recordRecalibration(Caller by, long datastream, String name, Instant from) {
        means.audit.record(Deed.done(by.who(), "datastream.recalibrated")
                .to("datastream", String.valueOf(datastream), name)
                .because("observations from " + from + " on"));
    }

    /** @return its name @throws Problem 404 when it is not there or another agency's, 403 without the right */
    String requireDatastream(Caller by, Right right, long datastream) {
        return jdbc
                .query(
                        "select agency_id, name from sta_datastream where id = ? and not multi",
                        (row, n) -> {
                            means.access.require(
                                    by,
                                    right,
                                    "datastream",
                                    String.valueOf(datastream),
                                    new AgencyId(row.getString(1)));
                            return row.getString(2);
                        },
                        datastream)
                .stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound("datastream", String.valueOf(datastream)));
    }
}
