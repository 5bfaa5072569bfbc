package org.vigilia.contract.scene;

/** The one rule for names of zones, lines and lanes. */
final class PartName {

    private static final int MAX_LENGTH = 60;

    private PartName() {}

    static void check(String kind, String name) {
        if (name.isBlank() || name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "the name of a " + kind + " needs 1 to " + MAX_LENGTH + " characters, but is '" + name + "'");
        }
    }
}
