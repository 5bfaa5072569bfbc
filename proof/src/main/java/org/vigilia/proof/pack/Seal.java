package org.vigilia.proof.pack;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.proof.journal.NodeKey;

/**
 * What was sealed about an exhibit when it was made; never changed afterwards.
 *
 * @param format {@link #FORMAT}
 * @param version of the format
 * @param exhibit its id
 * @param number 1, 2, … in its case
 * @param title for people
 * @param kind clip, snapshot, series, alert or file
 * @param caseNumber of the case it belongs to
 * @param why it was made
 * @param sealedAt when
 * @param sealedBy who, with the agency
 * @param software name and version
 * @param recording what was recorded; null where nothing was
 * @param series what a sensor measured; null where it is none
 * @param derived of an exhibit made from another: which, and how; null for an original
 * @param notes what a reader has to know
 * @param files what it consists of
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Seal(
        String format,
        int version,
        String exhibit,
        int number,
        String title,
        String kind,
        String caseNumber,
        String why,
        Instant sealedAt,
        String sealedBy,
        String software,
        @Nullable Recording recording,
        @Nullable Series series,
        @Nullable Derived derived,
        List<String> notes,
        List<FileSeal> files) {
    public static final String FORMAT = "vigilia-seal";

    /**
     * What of a camera's recording the exhibit shows. Times are UTC by the clock named.
     *
     * @param camera its id
     * @param cameraName as people know it
     * @param askedFrom the span asked for
     * @param askedTo its end
     * @param firstPicture capture time of the first picture shown
     * @param lastPicture capture time of the last picture shown
     * @param clock RTCP (the camera's) or ARRIVAL (ours)
     * @param uncertaintyMs how far times may be off, either way
     * @param leadInMs how long the pictures are that lie in the file before the first one shown
     * @param leadOutMs how long the pictures are that lie in the file after the last one shown
     * @param gaps spans without pictures, each with its cause
     * @param journal lines of the camera's journal, word for word, from the first segment to the last
     */
    public record Recording(
            String camera,
            String cameraName,
            Instant askedFrom,
            Instant askedTo,
            Instant firstPicture,
            Instant lastPicture,
            String clock,
            long uncertaintyMs,
            long leadInMs,
            long leadOutMs,
            List<Gap> gaps,
            List<String> journal) {}

    /** A span without pictures. */
    public record Gap(Instant from, Instant to, String cause) {}

    /**
     * What of a datastream's readings the exhibit holds. Times are UTC.
     *
     * @param datastream its number
     * @param name of the datastream, for people
     * @param sensor what measures, for people
     * @param quantity what is measured
     * @param unit of the readings; empty when there is none
     * @param askedFrom the span asked for
     * @param askedTo its end, not included
     * @param first time of the first reading
     * @param last time of the last reading
     * @param readings how many
     * @param doubtful how many of them are marked as doubtful
     */
    public record Series(
            long datastream,
            String name,
            String sensor,
            String quantity,
            String unit,
            Instant askedFrom,
            Instant askedTo,
            Instant first,
            Instant last,
            long readings,
            long doubtful) {}

    /**
     * From which exhibit, and how.
     *
     * @param exhibit id of the original
     * @param sha256 of the original's first file
     * @param how for people
     */
    public record Derived(String exhibit, String sha256, String how) {}

    /** A text, and who signed it: Ed25519 over its UTF-8 bytes. */
    public record Signed(String text, String key, String signature) {
        public Seal read() {
            return Texts.read(text, Seal.class);
        }
    }

    /** Signs it. */
    public Signed sign(NodeKey key) {
        String text = Texts.write(this);
        return new Signed(text, key.verifyKey().id(), Texts.sign(key, text));
    }
}
