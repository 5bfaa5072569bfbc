package org.vigilia.proof.mp4;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.vigilia.proof.journal.Entry;

/**
 * Cuts a span out of recorded segments without decoding anything: whole fragments are copied, and an edit list says
 * which pictures are shown. The pictures from the key frame before the start on stay in the file, unseen; {@link
 * Clip#leadInMicros()} says how long they are. Where the format of the pictures or the sound changes, a new clip begins.
 *
 * <p>Footage that was fetched later may show what was recorded once more: it is taken once ({@link Groups}).
 *
 * <p>Pauses of the recording stay pauses: the last picture before one stands until the next comes.
 */
public final class ClipCutter {
    /** A start or end that lies further than this from the picture before it may take the one after it. */
    private static final long COARSE_MICROS = 100_000;

    private ClipCutter() {}

    /**
     * Plans the clips of a span; nothing is copied yet.
     *
     * @param sources segments of one camera; those outside the span are left out
     * @param from microseconds since 1970
     * @param to its end, not included
     * @return in the order of time; empty when nothing was recorded in the span
     * @throws IOException when a segment cannot be read
     */
    public static List<Clip> plan(List<Source> sources, long from, long to) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (Source source : sources.stream()
                .filter(each ->
                        each.segment().startMicros() < to && each.segment().endMicros() > from)
                .sorted(Comparator.comparingLong(each -> each.segment().startMicros()))
                .toList()) {
            try (SeekableByteChannel file = source.file().open()) {
                FragmentedFile read = FragmentedFile.read(file);
                if (read.fragments().stream()
                        .anyMatch(fragment -> !fragment.pictures().isEmpty())) {
                    parts.add(Part.of(source, read));
                }
            } catch (IOException e) {
                throw new IOException(
                        "segment " + source.segment().number() + " ("
                                + source.segment().file() + ") cannot be read: " + e.getMessage(),
                        e);
            }
        }
        List<Clip> clips = new ArrayList<>();
        List<Part> alike = new ArrayList<>();
        for (Part part : Groups.once(parts)) {
            if (!alike.isEmpty() && !alike.get(0).continuedBy(part)) {
                cut(alike, from, to, clips);
                alike = new ArrayList<>();
            }
            alike.add(part);
        }
        cut(alike, from, to, clips);
        return clips;
    }

    /** A segment and what its times mean. */
    record Part(Source source, FragmentedFile file, long firstShown) {
        static Part of(Source source, FragmentedFile file) {
            long first = file.fragments().stream()
                    .flatMap(fragment -> fragment.pictures().stream())
                    .mapToLong(Sample::shownAt)
                    .min()
                    .orElseThrow();
            return new Part(source, file, first);
        }

        /** Microseconds since 1970 of a media time. */
        long micros(Track track, long ticks) {
            Entry.Segment segment = source.segment();
            double first = (double) (firstShown - file.video().editStart())
                    / file.video().timescale();
            double time = (double) (ticks - track.editStart()) / track.timescale();
            return segment.startMicros() + Math.round((time - first) * 1e6);
        }

        boolean continuedBy(Part next) {
            return same(file.video(), next.file.video())
                    && (file.sound() == null
                            ? next.file.sound() == null
                            : next.file.sound() != null && same(file.sound(), next.file.sound()));
        }

        private static boolean same(Track one, Track other) {
            return one.timescale() == other.timescale() && Arrays.equals(one.description(), other.description());
        }
    }

    private record Picture(int part, int fragment, int sample, long shown) {}

    private static void cut(List<Part> parts, long from, long to, List<Clip> clips) throws IOException {
        List<Picture> pictures = pictures(parts);
        if (pictures.isEmpty()) {
            return;
        }
        List<Picture> shown = new ArrayList<>(pictures);
        shown.sort(Comparator.comparingLong(Picture::shown));
        int first = first(shown, from);
        int last = last(shown, to, first);
        int key = pictures.indexOf(shown.get(first));
        while (key > 0 && !key(parts, pictures.get(key))) {
            key--;
        }
        while (!key(parts, pictures.get(key))) {
            // a recording that starts in the middle: what cannot be decoded is not shown
            key++;
            if (key == pictures.size()) {
                return;
            }
        }
        if (pictures.get(key).shown() > shown.get(first).shown()) {
            first = shown.indexOf(pictures.get(key));
            last = Math.max(first, last);
        }
        long lastShown = shown.get(last).shown();
        Picture tail = pictures.get(key);
        for (Picture picture : pictures.subList(key, pictures.size())) {
            if (picture.shown() <= lastShown) {
                tail = picture;
            }
        }
        long end = last + 1 < shown.size() ? shown.get(last + 1).shown() : ends(parts, shown.get(last));
        long editEnd = lastShown < to ? Math.min(to, end) : end;
        clips.add(assemble(
                parts, pictures.get(key), tail, new Clip.Shown(shown.get(first).shown(), lastShown, editEnd)));
    }

    private static List<Picture> pictures(List<Part> parts) {
        List<Picture> pictures = new ArrayList<>();
        for (int p = 0; p < parts.size(); p++) {
            List<Fragment> fragments = parts.get(p).file().fragments();
            for (int f = 0; f < fragments.size(); f++) {
                List<Sample> samples = fragments.get(f).pictures();
                for (int s = 0; s < samples.size(); s++) {
                    long shown = parts.get(p)
                            .micros(parts.get(p).file().video(), samples.get(s).shownAt());
                    pictures.add(new Picture(p, f, s, shown));
                }
            }
        }
        return pictures;
    }

    private static boolean key(List<Part> parts, Picture picture) {
        return parts.get(picture.part())
                .file()
                .fragments()
                .get(picture.fragment())
                .pictures()
                .get(picture.sample())
                .key();
    }

    private static long ends(List<Part> parts, Picture picture) {
        Part part = parts.get(picture.part());
        Sample sample =
                part.file().fragments().get(picture.fragment()).pictures().get(picture.sample());
        return part.micros(part.file().video(), sample.shownAt() + Math.max(1, sample.duration()));
    }

    private static int first(List<Picture> shown, long from) {
        int first = 0;
        while (first + 1 < shown.size() && shown.get(first + 1).shown() <= from) {
            first++;
        }
        boolean next = first + 1 < shown.size()
                && from - shown.get(first).shown() > COARSE_MICROS
                && shown.get(first + 1).shown() - from < from - shown.get(first).shown();
        return next ? first + 1 : first;
    }

    private static int last(List<Picture> shown, long to, int first) {
        int last = first;
        while (last + 1 < shown.size() && shown.get(last + 1).shown() < to) {
            last++;
        }
        boolean next = last + 1 < shown.size()
                && to - shown.get(last).shown() > COARSE_MICROS
                && shown.get(last + 1).shown() - to < to - shown.get(last).shown();
        return next ? last + 1 : last;
    }

    private static Clip assemble(List<Part> parts, Picture key, Picture tail, Clip.Shown shown) throws IOException {
        List<Clip.Copied> copied = new ArrayList<>();
        for (int p = key.part(); p <= tail.part(); p++) {
            Part part = parts.get(p);
            List<Fragment> fragments = part.file().fragments();
            int begin = p == key.part() ? key.fragment() : 0;
            int end = p == tail.part() ? soundTo(part, tail.fragment(), shown.end()) : fragments.size() - 1;
            for (int f = begin; f <= end; f++) {
                boolean head = p == key.part() && f == begin;
                copied.add(new Clip.Copied(part, fragments.get(f), head ? key.sample() : 0));
            }
        }
        return Clip.of(copied, shown);
    }

    /** The fragment up to which the sound of the last pictures reaches. */
    private static int soundTo(Part part, int fragment, long end) {
        Track sound = part.file().sound();
        List<Fragment> fragments = part.file().fragments();
        int last = fragment;
        while (sound != null && last + 1 < fragments.size() && last < fragment + 2) {
            List<Sample> samples = fragments.get(last).sound();
            if (!samples.isEmpty()) {
                Sample newest = samples.get(samples.size() - 1);
                if (part.micros(sound, newest.decodeTime() + newest.duration()) >= end) {
                    break;
                }
            }
            last++;
        }
        return last;
    }
}
