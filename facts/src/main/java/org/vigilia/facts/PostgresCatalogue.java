package org.vigilia.facts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.scene.Scene;
import org.vigilia.facts.db.Database;
import org.vigilia.facts.db.Schema;

/**
 * The catalogue in one table of PostgreSQL. Writers take one lock before they take a version and hold it until their
 * commit, so versions become visible in order.
 */
final class PostgresCatalogue implements Catalogue {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresCatalogue.class);

    private final Database database;
    private final Clock clock;

    PostgresCatalogue(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public long put(Scene scene, AnalysisOrder order) {
        return change(scene.camera(), FactJson.writeAny(scene), FactJson.writeAny(order));
    }

    @Override
    public long remove(CameraId camera) {
        return change(camera, null, null);
    }

    private long change(CameraId camera, @Nullable String scene, @Nullable String order) {
        return database.write("change the catalogue", connection -> {
            long version = nextVersion(connection);
            try (PreparedStatement upsert = connection.prepareStatement(
                    "insert into facts.catalogue (camera, version, changed_at, scene, analysis_order)"
                            + " values (?, ?, ?, ?, ?) on conflict (camera) do update set version = excluded.version,"
                            + " changed_at = excluded.changed_at, scene = excluded.scene,"
                            + " analysis_order = excluded.analysis_order")) {
                upsert.setString(1, camera.value());
                upsert.setLong(2, version);
                upsert.setTimestamp(3, Timestamp.from(clock.instant()));
                upsert.setString(4, scene);
                upsert.setString(5, order);
                upsert.executeUpdate();
            }
            return version;
        });
    }

    private static long nextVersion(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(" + Schema.LOCK_CATALOGUE + ", 0)");
            try (ResultSet rows = statement.executeQuery("select coalesce(max(version), 0) + 1 from facts.catalogue")) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    @Override
    public List<Entry> listAfter(long version) {
        return database.read("read the catalogue", connection -> {
            List<Entry> entries = new ArrayList<>();
            try (PreparedStatement select =
                    connection.prepareStatement("select camera, version, scene, analysis_order from facts.catalogue"
                            + " where version > ? order by version")) {
                select.setLong(1, version);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        entries.add(entry(rows));
                    }
                }
            }
            return entries;
        });
    }

    /** A scene that this version cannot read counts as removed: the others must go on. */
    private static Entry entry(ResultSet row) throws SQLException {
        CameraId camera = new CameraId(row.getString(1));
        long version = row.getLong(2);
        String scene = row.getString(3);
        String order = row.getString(4);
        if (scene == null || order == null) {
            return new Entry(camera, version, null, null);
        }
        try {
            return new Entry(
                    camera,
                    version,
                    FactJson.readAny(scene, Scene.class),
                    FactJson.readAny(order, AnalysisOrder.class));
        } catch (IllegalArgumentException e) {
            LOG.atError()
                    .addKeyValue("event", "scene-unreadable")
                    .addKeyValue("camera", camera)
                    .addKeyValue("version", version)
                    .log(e.getMessage());
            return new Entry(camera, version, null, null);
        }
    }
}
