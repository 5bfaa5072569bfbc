package org.vigilia.proof.mp4;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vigilia.proof.journal.Entry;

/**
 * Takes once what is there twice. What is fetched later from a camera's own card begins with the key picture before the
 * gap, so it reaches into what was recorded. Groups of pictures that begin with a key picture are left out where the
 * recording has all of them; a group it has in part stays, as its end cannot be decoded without its beginning.
 */
final class Groups {
    /** Pictures of one moment may be told of as being so far apart. */
    private static final long SAME_MICROS = 50_000;

    private Groups() {}

    private record Group(ClipCutter.Part part, long start, long end) {
        boolean isFetched() {
            return part.source().segment().origin() == Entry.Origin.BACKFILL;
        }

        /** Of two groups that begin together the recorded one comes first. */
        long order() {
            return isFetched() ? start + SAME_MICROS : start;
        }
    }

    /** Parts in the order of time; the same ones where nothing was fetched later. */
    static List<ClipCutter.Part> once(List<ClipCutter.Part> parts) {
        List<Group> groups = new ArrayList<>();
        parts.forEach(part -> split(part, groups));
        if (groups.stream().noneMatch(Group::isFetched)) {
            return parts;
        }
        List<Group> recorded = groups.stream()
                .filter(group -> !group.isFetched())
                .sorted(Comparator.comparingLong(Group::start))
                .toList();
        return groups.stream()
                .filter(group -> !group.isFetched() || !covers(recorded, group))
                .sorted(Comparator.comparingLong(Group::order))
                .map(Group::part)
                .toList();
    }

    private static void split(ClipCutter.Part part, List<Group> groups) {
        List<Fragment> all = part.file().fragments();
        List<Integer> begins = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            List<Sample> pictures = all.get(i).pictures();
            if (i == 0 || !pictures.isEmpty() && pictures.get(0).key()) {
                begins.add(i);
            }
        }
        for (int g = 0; g < begins.size(); g++) {
            boolean last = g + 1 == begins.size();
            List<Fragment> own = all.subList(begins.get(g), last ? all.size() : begins.get(g + 1));
            long end = last
                    ? part.source().segment().endMicros()
                    : start(part, all.subList(begins.get(g + 1), begins.get(g + 1) + 1));
            FragmentedFile file =
                    new FragmentedFile(part.file().video(), part.file().sound(), own);
            groups.add(new Group(new ClipCutter.Part(part.source(), file, part.firstShown()), start(part, own), end));
        }
    }

    private static long start(ClipCutter.Part part, List<Fragment> fragments) {
        long first = fragments.stream()
                .flatMap(fragment -> fragment.pictures().stream())
                .mapToLong(Sample::shownAt)
                .min()
                .orElse(part.firstShown());
        return part.micros(part.file().video(), first);
    }

    private static boolean covers(List<Group> recorded, Group group) {
        long at = group.start;
        for (Group one : recorded) {
            if (one.start <= at + SAME_MICROS && one.end > at) {
                at = one.end;
            }
        }
        return at >= group.end - SAME_MICROS;
    }
}
