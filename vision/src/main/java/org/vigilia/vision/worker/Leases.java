package org.vigilia.vision.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.facts.FactsSettings;

/**
 * Which worker may analyse which camera, in the table {@code facts.camera_lease}.
 *
 * <p>A lease lasts five seconds by the database's clock and is renewed every second. Each time a camera changes hands its
 * epoch grows: it goes into the ids of tracks, and an older epoch has no right to write any more. Not thread-safe; holds
 * one connection and opens it again when it broke.
 */
final class Leases implements AutoCloseable {

    private static final int LOCK = 77_010;
    private static final String LASTS = "interval '5 seconds'";

    private final FactsSettings settings;
    private final String holder;
    private @Nullable Connection connection;

    /** @param holder tells this process from all others, also from itself before a restart */
    Leases(FactsSettings settings, String holder) {
        this.settings = settings;
        this.holder = holder;
    }

    /**
     * Renews what is held, gives back what is not wanted any more and takes what is free.
     *
     * @param wanted cameras that somebody should analyse
     * @param most how many to hold at most
     * @return what is held now, with its epoch
     */
    Map<CameraId, Long> renew(Collection<CameraId> wanted, int most) throws SQLException {
        try {
            return renew(open(), wanted, most);
        } catch (SQLException e) {
            drop();
            throw e;
        }
    }

    private Map<CameraId, Long> renew(Connection database, Collection<CameraId> wanted, int most) throws SQLException {
        String[] names = wanted.stream().map(CameraId::value).sorted().toArray(String[]::new);
        database.setAutoCommit(false);
        release(database, names);
        Map<CameraId, Long> held = extend(database);
        int free = most - held.size();
        if (free > 0 && names.length > held.size()) {
            take(database, names, free, held);
        }
        database.commit();
        return held;
    }

    private void release(Connection database, String[] names) throws SQLException {
        try (PreparedStatement give = database.prepareStatement("update facts.camera_lease set expires_at = '-infinity'"
                + " where holder = ? and expires_at > '-infinity' and not (camera = any (?))")) {
            give.setString(1, holder);
            give.setArray(2, database.createArrayOf("text", names));
            give.executeUpdate();
        }
    }

    private Map<CameraId, Long> extend(Connection database) throws SQLException {
        Map<CameraId, Long> held = new TreeMap<>();
        try (PreparedStatement renew = database.prepareStatement("update facts.camera_lease set expires_at = now() + "
                + LASTS + " where holder = ? and expires_at > '-infinity' returning camera, epoch")) {
            renew.setString(1, holder);
            try (ResultSet rows = renew.executeQuery()) {
                while (rows.next()) {
                    held.put(new CameraId(rows.getString(1)), rows.getLong(2));
                }
            }
        }
        return held;
    }

    private void take(Connection database, String[] names, int free, Map<CameraId, Long> held) throws SQLException {
        try (PreparedStatement add = database.prepareStatement("insert into facts.camera_lease (camera, holder, epoch,"
                + " expires_at) select name, '', 0, '-infinity' from unnest(?) as name on conflict do nothing")) {
            add.setArray(1, database.createArrayOf("text", names));
            add.executeUpdate();
        }
        try (PreparedStatement take = database.prepareStatement("update facts.camera_lease lease set holder = ?,"
                + " epoch = lease.epoch + 1, expires_at = now() + " + LASTS
                + " from (select camera from facts.camera_lease where camera = any (?) and expires_at < now()"
                + " order by camera for update skip locked limit ?) free"
                + " where lease.camera = free.camera returning lease.camera, lease.epoch")) {
            take.setString(1, holder);
            take.setArray(2, database.createArrayOf("text", names));
            take.setInt(3, free);
            try (ResultSet rows = take.executeQuery()) {
                while (rows.next()) {
                    held.put(new CameraId(rows.getString(1)), rows.getLong(2));
                }
            }
        }
    }

    private Connection open() throws SQLException {
        Connection known = connection;
        if (known != null) {
            return known;
        }
        Properties login = new Properties();
        login.setProperty("user", settings.user());
        login.setProperty("connectTimeout", "2");
        login.setProperty("socketTimeout", "5");
        login.setProperty("ApplicationName", "vigilia-vision-leases");
        Path passwordFile = settings.passwordFile();
        if (passwordFile != null) {
            try {
                login.setProperty("password", Files.readString(passwordFile).strip());
            } catch (IOException e) {
                throw new SQLException("password file " + passwordFile + ": " + e.getMessage(), e);
            }
        }
        Connection opened = DriverManager.getConnection(settings.url(), login);
        connection = opened;
        opened.setAutoCommit(false);
        try (Statement statement = opened.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(" + LOCK + ", 0)");
            statement.execute("create schema if not exists facts");
            statement.execute("create table if not exists facts.camera_lease (camera text primary key,"
                    + " holder text not null, epoch bigint not null, expires_at timestamptz not null)");
        }
        opened.commit();
        return opened;
    }

    private void drop() {
        Connection known = connection;
        connection = null;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException e) {
                // it was broken already
            }
        }
    }

    /** Gives everything back at once, so that others need not wait for the leases to run out. */
    @Override
    public void close() {
        Connection known = connection;
        if (known != null) {
            try {
                release(known, new String[0]);
                known.commit();
            } catch (SQLException e) {
                // they run out by themselves
            }
        }
        drop();
    }
}
