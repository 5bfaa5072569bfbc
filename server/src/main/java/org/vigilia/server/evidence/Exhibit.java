package org.vigilia.server.evidence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.proof.pack.Seal;
import org.vigilia.server.sensing.Datastreams;

/**
 * A piece of evidence as it is stored.
 *
 * @param number 1, 2, … in its case
 * @param progress 0..1 while it is made
 * @param failure why it could not be made; empty otherwise
 * @param wish what was asked for
 * @param seal once it is ready
 * @param wrappedKey key of its files, wrapped by the master key, once it is ready
 * @param derivedFrom id of the original; null for an original
 * @param stamp what an authority outside says of the time of its seal; null: none was asked
 */
public record Exhibit(
        String id,
        String caseId,
        int number,
        Kind kind,
        String title,
        String why,
        State state,
        float progress,
        String failure,
        Wish wish,
        Instant createdAt,
        String createdBy,
        Seal.@Nullable Signed seal,
        byte @Nullable [] wrappedKey,
        long bytes,
        @Nullable String derivedFrom,
        @Nullable Stamp stamp) {

    /**
     * The time of the seal, confirmed or not.
     *
     * @param authority once it is confirmed
     * @param at once it is confirmed: by the authority's clock
     * @param failure why the last try was in vain; empty otherwise
     */
    public record Stamp(
            State state,
            @Nullable String authority,
            @Nullable Instant at,
            String failure) {

        /** How far it is. */
        public enum State {
            WAITING,
            CONFIRMED,
            GIVEN_UP
        }
    }

    /** What it is. */
    public enum Kind {
        CLIP,
        SNAPSHOT,
        SERIES,
        ALERT,
        FILE
    }

    /** How far it is. */
    public enum State {
        MAKING,
        READY,
        FAILED
    }

    /**
     * What to make; enough to begin again after a restart.
     *
     * @param camera of a clip or a snapshot
     * @param from of a clip or a series; the instant of a snapshot
     * @param to of a clip or a series
     * @param alert of an alert, as JSON
     * @param picture of an alert
     * @param series what a sensor series is of
     */
    public record Wish(
            @Nullable String camera,
            @Nullable String cameraName,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String alert,
            @Nullable String picture,
            Datastreams.@Nullable Description series) {
        /** Nothing is to be made: the files are there. */
        public static final Wish NONE = new Wish(null, null, null, null, null, null, null);

        /** Of a recording, or an alert. */
        Wish(
                @Nullable String camera,
                @Nullable String cameraName,
                @Nullable Instant from,
                @Nullable Instant to,
                @Nullable String alert,
                @Nullable String picture) {
            this(camera, cameraName, from, to, alert, picture, null);
        }

        /** Of the readings of a datastream. */
        static Wish of(Datastreams.Description series, Instant from, Instant to) {
            return new Wish(null, null, from, to, null, null, series);
        }
    }
}
