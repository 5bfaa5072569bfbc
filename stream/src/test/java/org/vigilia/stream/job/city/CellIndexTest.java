package org.vigilia.stream.job.city;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.elasticsearch.h3.H3;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.facts.sensing.Rollups.CellKey;
import org.vigilia.rules.Book;

/** Sensors in map cells. */
class CellIndexTest {

    private static DatastreamCard card(long id, Quantity quantity, @Nullable GeoPoint place, long cell) {
        return new DatastreamCard(
                new DatastreamId(id),
                new AgencyId("city"),
                "s" + id,
                null,
                null,
                SensorKind.GENERIC,
                quantity,
                "",
                place,
                cell,
                0,
                1,
                0,
                List.of(),
                true);
    }

    /** The cells that the documentation of H3 gives for two places. */
    @Test
    void cellsAreThoseOfH3() {
        assertThat(Long.toHexString(H3.geoToH3(37.775938728915946, -122.41795063018799, 9)))
                .isEqualTo("8928308280fffff");
        assertThat(Long.toHexString(H3.geoToH3(37.3615593, -122.0553238, 7))).isEqualTo("87283472bffffff");
    }

    @Test
    void sensorsOfOneQuantityAndCellBelongTogether() {
        GeoPoint here = new GeoPoint(52.0, 5.0);
        GeoPoint near = new GeoPoint(52.00001, 5.00001);
        CellIndex index = new CellIndex(Book.EMPTY.withDatastreams(List.of(
                card(1, Quantity.PM25, here, 0),
                card(2, Quantity.PM25, near, 0),
                card(3, Quantity.NO2, here, 0),
                card(4, Quantity.PM25, null, 0),
                card(5, Quantity.PM25, here, 77),
                card(6, Quantity.WIND_FROM, here, 0))));
        CellKey key = Objects.requireNonNull(index.find(1));
        assertThat(index.find(2)).isEqualTo(key);
        assertThat(index.members().get(key)).containsExactlyInAnyOrder(1L, 2L);
        assertThat(index.find(3)).isEqualTo(new CellKey(key.cell(), "NO2"));
        assertThat(index.find(4)).as("its place is not known").isNull();
        assertThat(index.find(5)).as("the card knows its cell").isEqualTo(new CellKey(77, "PM25"));
        assertThat(index.find(6)).as("a mean of directions says nothing").isNull();
    }
}
