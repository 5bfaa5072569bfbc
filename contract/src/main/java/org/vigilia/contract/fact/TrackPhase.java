package org.vigilia.contract.fact;

/** Where in its life a track is. */
public enum TrackPhase {
    FIRST_SEEN,
    MOVED,
    ENDED
}
