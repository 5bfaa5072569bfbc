package org.vigilia.server.audit;

import org.jspecify.annotations.Nullable;

/**
 * Something that was done, seen or refused.
 *
 * @param who by whom
 * @param action kind and past-tense verb: "camera.created", "picture.viewed", "session.opened"
 * @param thingKind "camera", "person", …; null when it concerns no single thing
 * @param thingId its id
 * @param thingName its name at that time, for people who read the log
 * @param outcome whether it happened
 * @param detail why, and what changed; never secrets; may be empty
 */
public record Deed(
        Who who,
        String action,
        @Nullable String thingKind,
        @Nullable String thingId,
        @Nullable String thingName,
        Outcome outcome,
        String detail) {

    /** Whether it happened. */
    public enum Outcome {
        DONE,
        /** The person may not. */
        REFUSED,
        /** It was allowed but went wrong. */
        FAILED
    }

    /** Something that was done. */
    public static Deed done(Who who, String action) {
        return new Deed(who, action, null, null, null, Outcome.DONE, "");
    }

    /** Something that was refused. */
    public static Deed refused(Who who, String action, String why) {
        return new Deed(who, action, null, null, null, Outcome.REFUSED, why);
    }

    /** Something that was allowed but went wrong. */
    public static Deed failed(Who who, String action, String why) {
        return new Deed(who, action, null, null, null, Outcome.FAILED, why);
    }

    /** The same deed, to a thing. */
    public Deed to(String kind, String id, @Nullable String name) {
        return new Deed(who, action, kind, id, name, outcome, detail);
    }

    /** The same deed, with what changed or why. */
    public Deed because(String text) {
        return new Deed(who, action, thingKind, thingId, thingName, outcome, text);
    }
}
