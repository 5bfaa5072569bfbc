package org.vigilia.server.footage.index;

/**
 * What a camera's recording is between two moments.
 *
 * @param startMicros since 1970, UTC
 * @param endMicros not included
 * @param reason cause of a loss, rule of a deletion; empty otherwise
 * @param detail for people; may be empty
 */
public record Span(long startMicros, long endMicros, Kind kind, String reason, String detail) {

    /** What it is, weakest first: what is stronger stays where two are told of the same moment. */
    public enum Kind {
        /** Nobody wanted a recording. */
        NOT_WANTED,
        LOST,
        DELETED,
        RECORDED
    }

    /** The same kind for the same reason. */
    boolean isLike(Span other) {
        return kind == other.kind && reason.equals(other.reason);
    }

    Span between(long from, long to) {
        return new Span(from, to, kind, reason, detail);
    }
}
