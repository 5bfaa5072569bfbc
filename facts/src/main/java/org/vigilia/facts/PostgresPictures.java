package org.vigilia.facts;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.facts.db.Database;

/** Snapshots as rows of PostgreSQL; JPEG is stored as it is, outside the row. */
final class PostgresPictures implements PictureStore {

    static final String KEEP = "insert into facts.picture_kept (id, kept_at) values (?, ?) on conflict do nothing";

    private final Database database;
    private final Clock clock;

    PostgresPictures(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void save(PictureId id, CameraId camera, Instant at, byte[] jpeg) {
        checkSize(id, jpeg);
        database.write("save picture " + id, connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into facts.picture (id, camera, at, stored_at, jpeg) values (?, ?, ?, ?, ?)"
                            + " on conflict do nothing")) {
                insert.setString(1, id.value());
                insert.setString(2, camera.value());
                insert.setTimestamp(3, Timestamp.from(at));
                insert.setTimestamp(4, Timestamp.from(clock.instant()));
                insert.setBytes(5, jpeg);
                return insert.executeUpdate();
            }
        });
    }

    /** @throws IllegalArgumentException when it is larger than the store takes */
    static void checkSize(PictureId id, byte[] jpeg) {
        if (jpeg.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "picture " + id + " has " + jpeg.length + " bytes, but at most " + MAX_BYTES + " are stored");
        }
    }

    @Override
    public Optional<Picture> find(PictureId id) {
        return database.read("find picture " + id, connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select camera, at, jpeg from facts.picture where id = ?")) {
                select.setString(1, id.value());
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new Picture(
                                    id,
                                    new CameraId(rows.getString(1)),
                                    rows.getTimestamp(2).toInstant(),
                                    rows.getBytes(3)))
                            : Optional.<Picture>empty();
                }
            }
        });
    }

    @Override
    public void keep(PictureId id) {
        database.write("keep picture " + id, connection -> {
            try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
                insert.setString(1, id.value());
                insert.setTimestamp(2, Timestamp.from(clock.instant()));
                return insert.executeUpdate();
            }
        });
    }
}
