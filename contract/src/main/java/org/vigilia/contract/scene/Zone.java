package org.vigilia.contract.scene;

/**
 * An area in a camera's picture that rules can speak of: "the lawn", "platform 2".
 *
 * @param name unique among the zones, lines and lanes of its camera; 1 to 60 characters
 * @param area where it lies
 */
public record Zone(String name, Polygon area) {

    public Zone {
        PartName.check("zone", name);
    }
}
