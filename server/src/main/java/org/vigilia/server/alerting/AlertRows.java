package org.vigilia.server.alerting;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.IncidentId;
import org.vigilia.contract.id.PersonId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.scene.Point;
import tools.jackson.databind.json.JsonMapper;

/** Reads rows of the table {@code alert}. */
final class AlertRows implements RowMapper<Alert> {

    /** The agency of alerts from cameras that nobody registered: no agency has this id, so nobody is shown them. */
    static final AgencyId NOBODY = new AgencyId("-");

    private final JsonMapper json;

    AlertRows(JsonMapper json) {
        this.json = json;
    }

    /** What was seen, as it is kept in the column {@code proof}. */
    record Proof(@Nullable Box box, List<Point> path, List<TrackId> tracks, Map<String, Double> measures) {}

    @Override
    public Alert mapRow(ResultSet row, int number) throws SQLException {
        Proof proof = json.readValue(text(row, "proof"), Proof.class);
        String agency = row.getString("agency");
        String city = row.getString("city");
        String picture = row.getString("picture");
        String incident = row.getString("incident");
        String reason = row.getString("dismissed_reason");
        return new Alert(
                new AlertId(text(row, "id")),
                agency == null ? NOBODY : new AgencyId(agency),
                AlertState.valueOf(text(row, "state")),
                row.getTimestamp("ended_at") == null,
                RuleKind.valueOf(text(row, "kind")),
                Severity.valueOf(text(row, "severity")),
                new RuleId(text(row, "rule")),
                text(row, "rule_name"),
                camera(row),
                text(row, "source_name"),
                city == null ? null : json.readValue(city, AlertChange.City.class),
                row.getString("part"),
                spot(row),
                location(row),
                text(row, "message"),
                instant(row, "started_at"),
                instant(row, "raised_at"),
                instant(row, "last_raised_at"),
                findInstant(row, "ended_at"),
                picture == null ? null : new PictureId(picture),
                proof.box(),
                proof.path(),
                proof.tracks(),
                proof.measures(),
                who(row, "acknowledged_by"),
                findInstant(row, "acknowledged_at"),
                who(row, "dismissed_by"),
                findInstant(row, "dismissed_at"),
                reason == null ? null : DismissReason.valueOf(reason),
                row.getString("dismissed_note"),
                incident == null ? null : new IncidentId(incident),
                row.getInt("repeats"));
    }

    private static Alert.@Nullable Seen camera(ResultSet row) throws SQLException {
        String id = row.getString("camera");
        return id == null ? null : new Alert.Seen(new CameraId(id), text(row, "source_name"));
    }

    private static Alert.@Nullable Spot spot(ResultSet row) throws SQLException {
        String id = row.getString("place");
        String name = row.getString("place_name");
        return id == null || name == null ? null : new Alert.Spot(id, name);
    }

    private static @Nullable GeoPoint location(ResultSet row) throws SQLException {
        double latitude = row.getDouble("latitude");
        return row.wasNull() ? null : new GeoPoint(latitude, row.getDouble("longitude"));
    }

    private static Alert.@Nullable Who who(ResultSet row, String column) throws SQLException {
        String id = row.getString(column);
        return id == null ? null : new Alert.Who(new PersonId(id), text(row, column + "_name"));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        if (value == null) {
            throw new SQLException("column " + column + " of an alert is null");
        }
        return value;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    private static @Nullable Instant findInstant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
