package org.vigilia.contract.scene;

/**
 * What an object is. {@link #motChallengeClass()} is the number in tracks files.
 *
 * <p>The classes of the COCO set that matter to a city; a detector's other classes are dropped.
 */
public enum ObjectClass {
    PERSON(1),
    BICYCLE(2),
    CAR(3),
    MOTORCYCLE(4),
    BUS(6),
    TRUCK(8);

    private final int motChallengeClass;

    ObjectClass(int motChallengeClass) {
        this.motChallengeClass = motChallengeClass;
    }

    public int motChallengeClass() {
        return motChallengeClass;
    }

    /** Car, motorcycle, bus or truck; a bicycle is not counted as a motor vehicle. */
    public boolean motorVehicle() {
        return this == CAR || this == MOTORCYCLE || this == BUS || this == TRUCK;
    }
}
