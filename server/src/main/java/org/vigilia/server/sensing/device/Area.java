package org.vigilia.server.sensing.device;

import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.server.Problem;

/** A box on the map, degrees. Where west is greater than east it crosses the date line. */
record Area(double west, double south, double east, double north) {

    /** @param text {@code west,south,east,north} */
    static Area parse(String text) {
        String[] parts = text.split(",", -1);
        try {
            if (parts.length == 4) {
                double[] numbers = new double[4];
                for (int i = 0; i < 4; i++) {
                    numbers[i] = Double.parseDouble(parts[i].strip());
                }
                return new Area(numbers[0], numbers[1], numbers[2], numbers[3]);
            }
        } catch (NumberFormatException e) {
            // told below, together with a wrong number of them
        }
        throw Problem.invalid("bbox", "A box is west,south,east,north in degrees, but this is '" + text + "'.");
    }

    boolean holds(GeoPoint at) {
        boolean across = west <= east
                ? at.longitude() >= west && at.longitude() <= east
                : at.longitude() >= west || at.longitude() <= east;
        return across && at.latitude() >= south && at.latitude() <= north;
    }
}
