package org.vigilia.vision.mark;

import java.util.List;

/** The openings that a copy may come from. */
public record TracePlan(List<Opening> openings) {

    /** @param key of its mark */
    public record Opening(String id, byte[] key) {}

    public TracePlan {
        openings = List.copyOf(openings);
    }
}
