package org.vigilia.server.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.scene.GeoPoint;

/** Named areas of the city, as stored. Safe for use by many threads. */
@Component
class Places {

    private final JdbcClient jdbc;

    Places(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A named area of the city.
     *
     * @param location its middle
     */
    record Place(String id, String name, AgencyId agencyId, GeoPoint location) {}

    Optional<Place> find(String id) {
        return jdbc.sql("select * from place where id = ?")
                .param(id)
                .query((row, n) -> place(row))
                .optional();
    }

    Optional<Camera.Spot> spot(String id, AgencyId agency) {
        return find(id).filter(p -> p.agencyId().equals(agency)).map(p -> new Camera.Spot(p.id(), p.name()));
    }

    List<Place> list(@Nullable AgencyId agency) {
        return jdbc.sql("select * from place where cast(:agency as text) is null or agency_id = :agency"
                        + " order by lower(name), id")
                .param("agency", agency == null ? null : agency.value())
                .query((row, n) -> place(row))
                .list();
    }

    void save(Place place) {
        jdbc.sql("""
                insert into place (id, agency_id, name, latitude, longitude) values (?, ?, ?, ?, ?)
                on conflict (id) do update set name = excluded.name, latitude = excluded.latitude,
                    longitude = excluded.longitude
                """)
                .param(place.id())
                .param(place.agencyId().value())
                .param(place.name())
                .param(place.location().latitude())
                .param(place.location().longitude())
                .update();
    }

    void delete(String id) {
        jdbc.sql("delete from place where id = ?").param(id).update();
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(
                row.getString("id"),
                row.getString("name"),
                new AgencyId(row.getString("agency_id")),
                new GeoPoint(row.getDouble("latitude"), row.getDouble("longitude")));
    }
}
