package org.vigilia.server.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.scene.GeoPoint;

/** Cameras in the database. Every write marks the camera as to be published again. */
@Component
class CameraStore {

    private static final String SELECT = """
            select c.*, a.name agency_name, p.name place_name
            from camera c join agency a on a.id = c.agency_id left join place p on p.id = c.place_id
            """;

    private final JdbcClient jdbc;

    CameraStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param sealedPassword null when there is none */
    record Stored(Camera camera, byte @Nullable [] sealedPassword, long sceneVersion, boolean deleted) {}

    Optional<Stored> find(CameraId id) {
        return jdbc.sql(SELECT + " where c.id = ?")
                .param(id.value())
                .query((row, n) -> stored(row))
                .optional();
    }

    /** Those that are not deleted, by name. @param agency null: of all agencies */
    List<Stored> list(@Nullable AgencyId agency) {
        return jdbc.sql(SELECT + """
                 where c.deleted_at is null and (cast(:agency as text) is null or c.agency_id = :agency)
                 order by lower(c.name), c.id""")
                .param("agency", agency == null ? null : agency.value())
                .query((row, n) -> stored(row))
                .list();
    }

    void insert(Camera camera, byte @Nullable [] sealedPassword) {
        bind("""
                        insert into camera (agency_id, place_id, name, latitude, longitude, heading_degrees,
                            field_of_view_degrees, range_m, main_url, sub_url, user_name, sealed_password,
                            analysis_enabled, analysis_fps, analysis_model, id)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """, camera, sealedPassword).update();
    }

    void update(Camera camera, byte @Nullable [] sealedPassword) {
        bind("""
                        update camera set agency_id = ?, place_id = ?, name = ?, latitude = ?, longitude = ?,
                            heading_degrees = ?, field_of_view_degrees = ?, range_m = ?, main_url = ?, sub_url = ?,
                            user_name = ?, sealed_password = ?, analysis_enabled = ?, analysis_fps = ?,
                            analysis_model = ?, publish_wanted = publish_wanted + 1
                        where id = ?
                        """, camera, sealedPassword).update();
    }

    private JdbcClient.StatementSpec bind(String sql, Camera camera, byte @Nullable [] sealedPassword) {
        GeoPoint location = camera.location();
        Camera.Spot place = camera.place();
        return jdbc.sql(sql)
                .param(camera.agency().id().value())
                .param(place == null ? null : place.id())
                .param(camera.name())
                .param(location == null ? null : location.latitude())
                .param(location == null ? null : location.longitude())
                .param(camera.headingDegrees())
                .param(camera.fieldOfViewDegrees())
                .param(camera.rangeM())
                .param(camera.streams().mainUrl())
                .param(camera.streams().subUrl())
                .param(camera.streams().userName())
                .param(sealedPassword)
                .param(camera.analysis().enabled())
                .param(camera.analysis().fps())
                .param(camera.analysis().model())
                .param(camera.id().value());
    }

    /** @return false when it already was as wanted */
    boolean setDeleted(CameraId id, boolean deleted) {
        return jdbc.sql("update camera set deleted_at = case when ? then now() end,"
                                + " publish_wanted = publish_wanted + 1 where id = ? and (deleted_at is not null) <> ?")
                        .param(deleted)
                        .param(id.value())
                        .param(deleted)
                        .update()
                == 1;
    }

    /** Cameras whose newest state vision and stream have not been told. */
    List<Unpublished> listUnpublished() {
        return jdbc.sql("select id, publish_wanted from camera where publish_done < publish_wanted order by id")
                .query((row, n) -> new Unpublished(new CameraId(row.getString(1)), row.getLong(2)))
                .list();
    }

    void published(Unpublished done) {
        jdbc.sql("update camera set publish_done = greatest(publish_done, ?) where id = ?")
                .param(done.wanted)
                .param(done.camera.value())
                .update();
    }

    /** @param wanted number of the change that is to be told */
    record Unpublished(CameraId camera, long wanted) {}

    private static Stored stored(ResultSet row) throws SQLException {
        byte[] sealed = row.getBytes("sealed_password");
        String place = row.getString("place_id");
        Double latitude = number(row, "latitude");
        Double longitude = number(row, "longitude");
        Camera camera = new Camera(
                new CameraId(row.getString("id")),
                row.getString("name"),
                new Camera.Owner(new AgencyId(row.getString("agency_id")), row.getString("agency_name")),
                place == null ? null : new Camera.Spot(place, row.getString("place_name")),
                latitude == null || longitude == null ? null : new GeoPoint(latitude, longitude),
                number(row, "heading_degrees"),
                number(row, "field_of_view_degrees"),
                number(row, "range_m"),
                new Camera.Streams(
                        row.getString("main_url"),
                        row.getString("sub_url"),
                        row.getString("user_name"),
                        sealed != null),
                new Camera.Analysis(
                        row.getBoolean("analysis_enabled"),
                        row.getDouble("analysis_fps"),
                        row.getString("analysis_model")));
        return new Stored(camera, sealed, row.getLong("scene_version"), row.getTimestamp("deleted_at") != null);
    }

    private static @Nullable Double number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }
}
