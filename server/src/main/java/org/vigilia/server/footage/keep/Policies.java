package org.vigilia.server.footage.keep;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.footage.FootageSettings;
import org.vigilia.server.registry.RecordingOrders;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The policies of all cameras. */
@Component
public class Policies implements RecordingOrders {

    private static final TypeReference<List<Policy.Slot>> SLOTS = new TypeReference<>() {};

    private final JdbcClient sql;
    private final JsonMapper json;
    private final FootageSettings settings;
    private final Clock clock;

    Policies(JdbcClient sql, JsonMapper json, FootageSettings settings, Clock clock) {
        this.sql = sql;
        this.json = json;
        this.settings = settings;
        this.clock = clock;
    }

    /** The usual one where nobody decided. */
    public Policy policy(CameraId camera) {
        return find(camera).orElse(Policy.USUAL);
    }

    private Optional<Policy> find(CameraId camera) {
        return sql.sql("select * from footage_policy where camera = ?")
                .param(camera.value())
                .query((row, n) -> {
                    int days = row.getInt("anonymise_after_days");
                    Integer anonymise = row.wasNull() ? null : days;
                    return new Policy(
                            Policy.Mode.valueOf(row.getString("mode")),
                            json.readValue(row.getString("schedule"), SLOTS),
                            row.getInt("pre_roll_s"),
                            row.getInt("post_roll_s"),
                            row.getBoolean("sound"),
                            row.getInt("keep_days"),
                            row.getInt("keep_alert_days"),
                            anonymise,
                            row.getString("purpose"),
                            row.getString("card_url"));
                })
                .optional();
    }

    /** The addresses of cards, of the cameras that have one and are recorded at all. */
    public Map<CameraId, String> cards() {
        Map<CameraId, String> cards = new TreeMap<>();
        sql.sql("select camera, card_url from footage_policy where card_url is not null and mode <> 'OFF'")
                .query(row -> {
                    cards.put(new CameraId(row.getString(1)), row.getString(2));
                });
        return cards;
    }

    void put(CameraId camera, Policy policy, String by) {
        sql.sql(
                        "insert into footage_policy values (?,?,?::jsonb,?,?,?,?,?,?,?,?,?,?) on conflict (camera) do update set"
                                + " mode = excluded.mode, schedule = excluded.schedule, pre_roll_s = excluded.pre_roll_s,"
                                + " post_roll_s = excluded.post_roll_s, sound = excluded.sound, keep_days = excluded.keep_days,"
                                + " keep_alert_days = excluded.keep_alert_days,"
                                + " anonymise_after_days = excluded.anonymise_after_days, purpose = excluded.purpose,"
                                + " changed_by = excluded.changed_by, changed_at = excluded.changed_at, card_url = excluded.card_url")
                .param(camera.value())
                .param(policy.mode().name())
                .param(json.writeValueAsString(policy.schedule()))
                .param(policy.preRollSeconds())
                .param(policy.postRollSeconds())
                .param(policy.sound())
                .param(policy.keepDays())
                .param(policy.keepAlertDays())
                .param(policy.anonymiseAfterDays())
                .param(policy.purpose())
                .param(by)
                .param(Timestamp.from(clock.instant()))
                .param(policy.cardUrl())
                .update();
    }

    /** What media records: what is decided afterwards is recorded always. */
    @Override
    public Order get(CameraId camera) {
        Policy policy = policy(camera);
        String mode = switch (policy.mode()) {
            case CONTINUOUS, MOTION, ALERTS -> "CONTINUOUS";
            case SCHEDULE -> "SCHEDULE";
            case OFF -> "OFF";
        };
        List<Slot> schedule = policy.schedule().stream()
                .map(slot -> new Slot(slot.days(), slot.from(), slot.to()))
                .toList();
        return new Order(mode, schedule, settings.zone().getId(), policy.sound());
    }
}
