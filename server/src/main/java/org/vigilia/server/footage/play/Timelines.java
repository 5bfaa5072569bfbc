package org.vigilia.server.footage.play;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.footage.AlertTimes;
import org.vigilia.server.footage.index.Activity;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.footage.index.Layout;
import org.vigilia.server.footage.index.MediaArchive;
import org.vigilia.server.footage.index.Span;

/** What happened to and on a camera's recording between two moments. */
@Component
class Timelines {

    private static final Duration LIVE = Duration.ofMinutes(2);
    private static final int MOST_ALERTS = 1_000;

    private final FootageIndex index;
    private final Activity activity;
    private final Bookmarks bookmarks;
    private final MediaArchive media;
    private final Outside outside;

    /** What is told by others. */
    @Component
    record Outside(ObjectProvider<AlertTimes> alerts, Clock clock) {}

    Timelines(FootageIndex index, Activity activity, Bookmarks bookmarks, MediaArchive media, Outside outside) {
        this.index = index;
        this.activity = activity;
        this.bookmarks = bookmarks;
        this.media = media;
        this.outside = outside;
    }

    /** From a moment to another, which is not included. */
    record Stretch(Instant from, Instant to) {}

    /** Pictures that are not there though they were wanted. @param cause as in the journal, such as CAMERA_AWAY */
    record Lost(Instant from, Instant to, String cause, String detail) {}

    /** Pictures that were deleted. @param rule which rule asked for it */
    record Gone(Instant from, Instant to, String rule) {}

    /** An alert of the camera. @param severity INFO, MINOR, MAJOR or CRITICAL */
    record AlertMark(String id, Instant at, String severity, String title) {}

    /**
     * A camera's timeline. Every instant since the camera's first recording is in one of the first four lists.
     *
     * @param motion how much moved, one mark for each step in which something did
     * @param objects what was seen, by class
     */
    record Timeline(
            CameraId camera,
            List<Stretch> recorded,
            List<Lost> lost,
            List<Gone> deleted,
            List<Stretch> notWanted,
            List<Marks.Motion> motion,
            List<Marks.Seen> objects,
            List<AlertMark> alerts,
            List<Bookmarks.Bookmark> bookmarks) {}

    Timeline get(CameraId camera, Instant from, Instant to, long stepMicros) {
        long begin = Micros.of(from);
        long end = Micros.of(to);
        List<Stretch> recorded = new ArrayList<>();
        List<Lost> lost = new ArrayList<>();
        List<Gone> gone = new ArrayList<>();
        List<Stretch> notWanted = new ArrayList<>();
        for (Span span : spans(camera, begin, end)) {
            Instant start = Micros.instant(span.startMicros());
            Instant stop = Micros.instant(span.endMicros());
            switch (span.kind()) {
                case RECORDED -> recorded.add(new Stretch(start, stop));
                case LOST -> lost.add(new Lost(start, stop, span.reason(), span.detail()));
                case DELETED -> gone.add(new Gone(start, stop, span.reason()));
                case NOT_WANTED -> notWanted.add(new Stretch(start, stop));
            }
        }
        List<Activity.Seen> seen = activity.list(camera, begin, end);
        return new Timeline(
                camera,
                recorded,
                lost,
                gone,
                notWanted,
                Marks.motion(seen, stepMicros),
                Marks.objects(seen, stepMicros),
                alerts(camera, from, to),
                bookmarks.list(camera, begin, end));
    }

    /** When the newest picture that is there ends, also of what is being written; empty when there is none. */
    Optional<Instant> findNewest(CameraId camera) {
        OptionalLong closed = index.findNewest(camera).stream()
                .mapToLong(segment -> segment.entry().endMicros())
                .findFirst();
        OptionalLong open = media.findOpen(camera).stream()
                .mapToLong(MediaArchive.Open::fragmentsEndMicros)
                .filter(end -> end > 0)
                .findFirst();
        return LongStream.concat(closed.stream(), open.stream())
                .boxed()
                .max(Long::compare)
                .map(Micros::instant);
    }

    private List<AlertMark> alerts(CameraId camera, Instant from, Instant to) {
        return outside.alerts().stream()
                .flatMap(told -> told.list(camera, from, to, MOST_ALERTS).stream())
                .map(alert -> new AlertMark(alert.id(), alert.at(), alert.severity(), alert.title()))
                .toList();
    }

    /** With what is being written just now: a replay of the last seconds must find it. */
    private List<Span> spans(CameraId camera, long begin, long end) {
        List<Span> known = index.spans(camera, begin, end);
        if (end < Micros.of(outside.clock().instant().minus(LIVE))) {
            return known;
        }
        Optional<MediaArchive.Open> open = media.findOpen(camera);
        if (open.isEmpty()
                || open.get().fragmentsEndMicros() <= begin
                || open.get().startMicros() >= end) {
            return known;
        }
        Layout layout = new Layout(known);
        layout.put(new Span(
                Math.max(begin, open.get().startMicros()),
                Math.min(end, open.get().fragmentsEndMicros()),
                Span.Kind.RECORDED,
                "",
                ""));
        return layout.spans();
    }
}
