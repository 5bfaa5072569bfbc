package org.vigilia.contract.scene;

/**
 * One object as a detector saw it in one picture, before anything is known about its past.
 *
 * @param box where it is; may reach slightly over the picture's edge
 * @param kind what it seems to be
 * @param score how sure the detector is, 0..1
 */
public record Detection(Box box, ObjectClass kind, double score) {

    public Detection {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a score lies between 0 and 1, but is " + score);
        }
    }
}
