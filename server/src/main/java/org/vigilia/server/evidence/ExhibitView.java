package org.vigilia.server.evidence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.proof.pack.Seal;

/**
 * An exhibit for the pages.
 *
 * @param files once it is ready
 * @param recording of clips and snapshots, once they are ready
 * @param series of sensor series, once they are ready
 * @param notes what a reader has to know
 * @param timeStamp who outside confirms the time of its seal; null: nobody was asked
 */
public record ExhibitView(
        String id,
        String caseId,
        int number,
        Exhibit.Kind kind,
        String title,
        String why,
        Exhibit.State state,
        float progress,
        String failure,
        Instant createdAt,
        String createdBy,
        long bytes,
        @Nullable String derivedFrom,
        List<FileView> files,
        @Nullable RecordingView recording,
        @Nullable SeriesView series,
        List<String> notes,
        @Nullable TimeStampView timeStamp) {

    /**
     * The time of the seal, as an authority outside confirms it.
     *
     * @param authority once it is confirmed
     * @param at once it is confirmed
     * @param failure why the last try was in vain; empty otherwise
     */
    public record TimeStampView(
            Exhibit.Stamp.State state,
            @Nullable String authority,
            @Nullable Instant at,
            String failure) {}

    /** A file of an exhibit. */
    public record FileView(String name, String mediaType, long bytes, String sha256) {}

    /** A span without pictures. */
    public record GapView(Instant from, Instant to, String cause) {}

    /** What of a recording it shows. */
    public record RecordingView(
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
            List<GapView> gaps,
            int segments) {}

    /**
     * What of a sensor's readings it holds.
     *
     * @param doubtful how many readings are marked as doubtful
     */
    public record SeriesView(
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

    /** An exhibit as it is now. */
    public static ExhibitView of(Exhibit exhibit) {
        Seal seal = exhibit.seal() == null ? null : exhibit.seal().read();
        Seal.Recording recording = seal == null ? null : seal.recording();
        return new ExhibitView(
                exhibit.id(),
                exhibit.caseId(),
                exhibit.number(),
                exhibit.kind(),
                exhibit.title(),
                exhibit.why(),
                exhibit.state(),
                exhibit.progress(),
                exhibit.failure(),
                exhibit.createdAt(),
                exhibit.createdBy(),
                exhibit.bytes(),
                exhibit.derivedFrom(),
                seal == null
                        ? List.of()
                        : seal.files().stream()
                                .map(file -> new FileView(file.name(), file.mediaType(), file.bytes(), file.sha256()))
                                .toList(),
                recording == null ? null : view(recording),
                seal == null || seal.series() == null ? null : view(seal.series()),
                seal == null ? List.of() : seal.notes(),
                view(exhibit.stamp()));
    }

    private static @Nullable TimeStampView view(Exhibit.@Nullable Stamp stamp) {
        return stamp == null ? null : new TimeStampView(stamp.state(), stamp.authority(), stamp.at(), stamp.failure());
    }

    private static SeriesView view(Seal.Series series) {
        return new SeriesView(
                series.datastream(),
                series.name(),
                series.sensor(),
                series.quantity(),
                series.unit(),
                series.askedFrom(),
                series.askedTo(),
                series.first(),
                series.last(),
                series.readings(),
                series.doubtful());
    }

    private static RecordingView view(Seal.Recording recording) {
        return new RecordingView(
                recording.camera(),
                recording.cameraName(),
                recording.askedFrom(),
                recording.askedTo(),
                recording.firstPicture(),
                recording.lastPicture(),
                recording.clock(),
                recording.uncertaintyMs(),
                recording.leadInMs(),
                recording.leadOutMs(),
                recording.gaps().stream()
                        .map(gap -> new GapView(gap.from(), gap.to(), gap.cause()))
                        .toList(),
                recording.journal().size());
    }
}
