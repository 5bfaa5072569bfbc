package org.vigilia.proof.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamInfo;

/**
 * One thing that happened to the recording of a camera. Times are microseconds since 1970, UTC; spans include their
 * start and not their end.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.Segment.class, name = "segment"),
    @JsonSubTypes.Type(value = Entry.Gap.class, name = "gap"),
    @JsonSubTypes.Type(value = Entry.Moved.class, name = "moved"),
    @JsonSubTypes.Type(value = Entry.Deleted.class, name = "deleted")
})
public sealed interface Entry {

    /** Whose recording. */
    CameraId camera();

    /** 1 for the first entry of the camera, then one more each time, without holes, over all days. */
    long number();

    /** How a segment came to be. */
    enum Origin {
        /** Written to its end while the camera sent. */
        LIVE,
        /** Cut short by a crash or a power cut: closed at the next start, with all whole fragments that were there. */
        RECOVERED,
        /** Fetched later from the camera's own store. */
        BACKFILL
    }

    /** Why there are no pictures. */
    enum Cause {
        /** The camera could not be reached, or ended the conversation. */
        CAMERA_AWAY,
        /** Connected, but no pictures came. */
        NO_PICTURES,
        /** The camera refused us. */
        REFUSED,
        /** What came could not be read. */
        UNREADABLE,
        /** Packets were lost on the way; the pictures that needed them are left out. */
        NETWORK,
        /** This machine could not keep up. */
        OVERLOAD,
        /** The disk was full, read-only or broken. */
        DISK,
        /** Recording was not running: a restart, a crash or a power cut. */
        RESTART,
        /** Nobody wanted it: outside the camera's schedule, or recording switched off. */
        NOT_WANTED
    }

    /**
     * A closed file of pictures.
     *
     * @param file path below the root of recordings, with {@code /}
     * @param startMicros capture time of the first picture
     * @param endMicros when the last picture ends: the capture time of the next one, where it follows without a gap
     * @param clock whose clock the times are by
     * @param uncertaintyMicros how far the times may be off, either way
     * @param codec video coding
     * @param codecString as in RFC 6381
     * @param sound coding of the sound track as in RFC 6381 or the name of the RTP payload; null without sound
     * @param pictures how many
     * @param bytes length of the file
     * @param sha256 of the whole file, lower-case hexadecimal
     * @param origin how it came to be
     * @param software name and version of what wrote it
     */
    record Segment(
            CameraId camera,
            long number,
            String file,
            long startMicros,
            long endMicros,
            StreamInfo.Clock clock,
            long uncertaintyMicros,
            StreamInfo.Codec codec,
            String codecString,
            int widthPx,
            int heightPx,
            @Nullable String sound,
            int pictures,
            long bytes,
            String sha256,
            Origin origin,
            String software)
            implements Entry {}

    /**
     * A span without pictures. A long one is told in pieces while it lasts, so that the journal is never more than a
     * minute behind.
     *
     * @param detail one line for people, without credentials
     */
    record Gap(CameraId camera, long number, long startMicros, long endMicros, Cause cause, String detail)
            implements Entry {}

    /**
     * A segment's file now lies in another pool; its old copy is gone.
     *
     * @param segment the number of its entry
     * @param atMicros when
     * @param pool name of the pool it lies in now
     * @param file path or key below the pool's root
     * @param sha256 of the file as it lies there; differs from before only where {@code why} says so
     * @param why for people: the rule of the tier, or "anonymised after 30 days"
     */
    record Moved(
            CameraId camera,
            long number,
            long segment,
            long atMicros,
            String pool,
            String file,
            String sha256,
            String why)
            implements Entry {}

    /**
     * A segment's file is gone for good.
     *
     * @param segment the number of its entry
     * @param atMicros when
     * @param rule which rule of retention asked for it
     * @param why for people
     */
    record Deleted(CameraId camera, long number, long segment, long atMicros, String rule, String why)
            implements Entry {}
}
