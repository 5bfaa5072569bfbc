package org.vigilia.vision.track;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vigilia.contract.scene.Box;

/**
 * Scores paths against the truth: CLEAR-MOT (Bernardin and Stiefelhagen 2008) and IDF1 (Ristani et al. 2016), both at an
 * overlap of one half.
 */
record MotScore(double mota, double idf1, int falsePositives, int misses, int switches) {

    private static final double LEAST = 0.5;

    private record Labelled(long id, Box box) {}

    static MotScore of(Collection<Trajectory> truth, Collection<Trajectory> found) {
        Map<Long, List<Labelled>> truthByFrame = byFrame(truth);
        Map<Long, List<Labelled>> foundByFrame = byFrame(found);
        Map<Long, Long> current = new HashMap<>();
        Map<Long, Map<Long, Integer>> together = new TreeMap<>();
        int misses = 0;
        int falsePositives = 0;
        int switches = 0;
        int total = 0;
        TreeMap<Long, Boolean> frames = new TreeMap<>();
        truthByFrame.keySet().forEach(f -> frames.put(f, true));
        foundByFrame.keySet().forEach(f -> frames.put(f, true));
        for (long frame : frames.keySet()) {
            List<Labelled> real = truthByFrame.getOrDefault(frame, List.of());
            List<Labelled> seen = foundByFrame.getOrDefault(frame, List.of());
            total += real.size();
            double[][] cost = new double[real.size()][seen.size()];
            for (int i = 0; i < real.size(); i++) {
                for (int j = 0; j < seen.size(); j++) {
                    double overlap = real.get(i).box.overlap(seen.get(j).box);
                    boolean kept = current.getOrDefault(real.get(i).id, -1L) == seen.get(j).id;
                    cost[i][j] =
                            overlap < LEAST ? Double.POSITIVE_INFINITY : kept ? 0.001 * (1 - overlap) : 1.5 - overlap;
                    if (overlap >= LEAST) {
                        together.computeIfAbsent(real.get(i).id, k -> new HashMap<>())
                                .merge(seen.get(j).id, 1, Integer::sum);
                    }
                }
            }
            int[] chosen = Assignment.solve(cost, 10);
            int matched = 0;
            for (int i = 0; i < chosen.length; i++) {
                if (chosen[i] < 0) {
                    misses++;
                    continue;
                }
                matched++;
                Long before = current.put(real.get(i).id, seen.get(chosen[i]).id);
                if (before != null && before != seen.get(chosen[i]).id) {
                    switches++;
                }
            }
            falsePositives += seen.size() - matched;
        }
        int foundTotal = found.stream().mapToInt(t -> t.steps().size()).sum();
        double mota = 1 - (double) (misses + falsePositives + switches) / total;
        return new MotScore(
                mota,
                2.0 * identityMatches(truth, found, together) / (total + foundTotal),
                falsePositives,
                misses,
                switches);
    }

    private static int identityMatches(
            Collection<Trajectory> truth, Collection<Trajectory> found, Map<Long, Map<Long, Integer>> together) {
        List<Trajectory> real = new ArrayList<>(truth);
        List<Trajectory> seen = new ArrayList<>(found);
        double[][] cost = new double[real.size()][seen.size()];
        for (int i = 0; i < real.size(); i++) {
            for (int j = 0; j < seen.size(); j++) {
                cost[i][j] = -together.getOrDefault(real.get(i).number(), Map.of())
                        .getOrDefault(seen.get(j).number(), 0);
            }
        }
        int[] chosen = Assignment.solve(cost, 0);
        int matches = 0;
        for (int i = 0; i < chosen.length; i++) {
            matches += chosen[i] < 0 ? 0 : (int) -cost[i][chosen[i]];
        }
        return matches;
    }

    private static Map<Long, List<Labelled>> byFrame(Collection<Trajectory> all) {
        Map<Long, List<Labelled>> frames = new HashMap<>();
        for (Trajectory path : all) {
            for (TrackStep step : path.steps()) {
                frames.computeIfAbsent(step.frame(), f -> new ArrayList<>())
                        .add(new Labelled(path.number(), step.box()));
            }
        }
        return frames;
    }
}
