package org.vigilia.server.news;

import java.util.Set;
import org.vigilia.contract.id.TrackId;

/**
 * These objects are, or are no longer, what an alert speaks of; screens that watch them live draw them so.
 *
 * @param active whether the situation goes on
 */
public record TracksOnAlert(Set<TrackId> tracks, boolean active) {

    public TracksOnAlert {
        tracks = Set.copyOf(tracks);
    }
}
