package org.vigilia.server.sensing.ngsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigilia.contract.sensing.Quantity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The language of conditions, and the units of the models. */
class FilterTest {

    private static final JsonNode ENTITY = new JsonMapper().readTree("""
            {"id": "urn:ngsi-ld:AirQualityObserved:a", "type": "AirQualityObserved",
             "pm25": {"type": "Property", "value": 12.5, "observedAt": "2026-11-25T10:00:00Z",
                      "quality": {"type": "Property", "value": "GOOD"}},
             "name": {"type": "Property", "value": "Market; north"},
             "tags": {"type": "Property", "value": ["a", "b"]},
             "address": {"type": "Property", "value": {"city": "Bologna", "zip": {"code": 40100}}},
             "dateObserved": {"type": "Property", "value": {"@type": "DateTime", "@value": "2026-11-25T10:00:00Z"}},
             "refDevice": {"type": "Relationship", "object": "urn:ngsi-ld:Device:7"}}""");

    private static boolean holds(String q) {
        return FilterParser.parse(q).holds(ENTITY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pm25",
                "PM25==12.5",
                "pm25>12;pm25<13",
                "pm25<12|pm25>12",
                "pm25>=12.5;pm25<=12.5",
                "pm25==12..13",
                "pm25!=13..14",
                "pm25==1,12.5",
                "(pm25<12|pm25>12);name",
                "pm25<1;pm25<2|name",
                "name==\"Market; north\"",
                "name~=north$",
                "name!~=south",
                "tags==\"b\"",
                "tags!=\"c\"",
                "address[city]==\"Bologna\"",
                "address[zip.code]>40000",
                "pm25.quality==\"GOOD\"",
                "pm25.observedAt>=2026-11-25T09:00:00Z",
                "pm25.observedAt==2026-11-25T11:00:00+01:00",
                "dateObserved<2026-12-01T00:00:00Z",
                "refDevice==\"urn:ngsi-ld:Device:7\""
            })
    void isTrueOfTheEntity(String q) {
        assertThat(holds(q)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no2",
                "pm25>12.5",
                "pm25==\"12.5\"",
                "pm25>1;no2",
                "name>5",
                "no2!=5",
                "address[street]",
                "pm25.quality!=\"GOOD\"",
                "pm25==13..14"
            })
    void isNotTrueOfTheEntity(String q) {
        assertThat(holds(q)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pm25>", "(pm25", "pm25;", "pm25>1)", "name==\"x", "name~=(", ">5", "address[city"})
    void saysWhereItCannotBeRead(String q) {
        assertThatThrownBy(() -> FilterParser.parse(q)).isInstanceOf(NgsiError.class);
    }

    @Test
    void bracketsHaveALimit() {
        assertThatThrownBy(() -> FilterParser.parse("(".repeat(500) + "a" + ")".repeat(500)))
                .hasMessageContaining("brackets");
    }

    @ParameterizedTest
    @CsvSource({
        "FILL, 0.55, , 55",
        "FILL, 55, P1, 55",
        "HUMIDITY, 0.07, C62, 7",
        "CO, 300, GQ, 0.3",
        "PM25, 0.012, GP, 12",
        "TEMPERATURE, 50, FAH, 10",
        "TEMPERATURE, 273.15, KEL, 0",
        "WIND_SPEED, 36, KMH, 10",
        "SPEED, 10, MTS, 36",
        "PRESSURE, 101325, PAL, 1013.25",
        "FLOW, 600, C62, 600"
    })
    void unitsBecomeOurs(Quantity quantity, double told, String unitCode, double stored) {
        Terms.Term term = Terms.of(quantity, "x");
        assertThat(Terms.stored(term, told, unitCode)).isEqualTo(stored);
        if (unitCode == null) {
            assertThat(Terms.told(term, stored)).isEqualTo(told);
        }
    }

    @Test
    void aUnitThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Terms.stored(Terms.of(Quantity.NO2, "no2"), 1, "KMH"))
                .hasMessageContaining("GQ or GP");
    }

    @Test
    void everyModelIsThatOfItsKindAndEveryIdTellsItsModel() {
        for (EntityModel model : EntityModel.values()) {
            assertThat(EntityModel.of(model.kind())).contains(model);
            EntityId id = new EntityId(model, "x-1");
            assertThat(EntityId.parse(id.toString())).isEqualTo(id);
        }
        assertThatThrownBy(() -> EntityId.parse("urn:ngsi-ld:WasteContainer:a b"))
                .isInstanceOf(NgsiError.class);
        assertThatThrownBy(() -> EntityId.parse("urn:ngsi-ld:Car:a")).hasMessageContaining("Car");
    }
}
