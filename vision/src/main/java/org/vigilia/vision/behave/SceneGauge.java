package org.vigilia.vision.behave;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.LineCrossing;
import org.vigilia.contract.fact.SceneReading;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.Line;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.contract.scene.Point;
import org.vigilia.contract.scene.Scene;
import org.vigilia.contract.scene.Zone;

/** Counts, density, coverage and flow of the whole picture and of each zone. Not thread-safe. */
final class SceneGauge {

    private static final Duration BUSY_PAUSE = Duration.ofMillis(240);
    private static final Duration IDLE_PAUSE = Duration.ofMillis(990);
    private static final Duration FLOW_WINDOW = Duration.ofSeconds(60);
    private static final Duration PICTURE_PAUSE = Duration.ofSeconds(5);
    private static final int ACROSS = 64;
    private static final int DOWN = 36;
    private static final int CROWD = 3;

    private final CameraId camera;
    private final Map<String, Deque<LineCrossing>> flows = new HashMap<>();
    private List<Part> parts = List.of();
    private List<Line> lines = List.of();
    private Instant told = Instant.MIN;
    private Instant pictured = Instant.MIN;
    private int personsPictured;

    /** The whole picture (no zone) or one zone; cells are the middles of a grid that lie inside. */
    private record Part(@Nullable Zone zone, @Nullable Double squareMetres, List<Point> cells) {}

    SceneGauge(CameraId camera) {
        this.camera = camera;
    }

    void watch(Scene scene, @Nullable Ground ground) {
        List<Part> all = new ArrayList<>();
        all.add(new Part(null, null, cells(null)));
        for (Zone zone : scene.zones()) {
            all.add(new Part(zone, ground == null ? null : ground.area(zone.area()), cells(zone)));
        }
        parts = List.copyOf(all);
        lines = scene.lines();
        flows.keySet().removeIf(name -> lines.stream().noneMatch(l -> l.name().equals(name)));
    }

    private static List<Point> cells(@Nullable Zone zone) {
        List<Point> cells = new ArrayList<>();
        for (int j = 0; j < DOWN; j++) {
            for (int i = 0; i < ACROSS; i++) {
                Point p = new Point((i + 0.5) / ACROSS, (j + 0.5) / DOWN);
                if (zone == null || zone.area().contains(p)) {
                    cells.add(p);
                }
            }
        }
        return cells;
    }

    void count(LineCrossing crossing) {
        flows.computeIfAbsent(crossing.line(), l -> new ArrayDeque<>()).add(crossing);
    }

    boolean due(Instant at, Collection<Walker> present) {
        return told.equals(Instant.MIN)
                || Duration.between(told, at).compareTo(present.isEmpty() ? IDLE_PAUSE : BUSY_PAUSE) >= 0;
    }

    /** Whether this moment deserves a picture of its own: a group that grows, or a crowd every few seconds. */
    boolean wantsPicture(Instant at, Collection<Walker> present) {
        int persons = persons(present);
        if (persons == 0) {
            personsPictured = 0;
            return false;
        }
        boolean grown = persons >= CROWD && persons >= personsPictured + Math.max(2, personsPictured / 4);
        boolean longAgo =
                pictured.equals(Instant.MIN) || Duration.between(pictured, at).compareTo(PICTURE_PAUSE) >= 0;
        return grown || (persons >= CROWD && longAgo);
    }

    private static int persons(Collection<Walker> present) {
        return (int) present.stream()
                .filter(w -> w.state().objectClass() == ObjectClass.PERSON)
                .count();
    }

    List<SceneReading> read(Instant at, Collection<Walker> present, @Nullable PictureId picture) {
        told = at;
        if (picture != null) {
            pictured = at;
            personsPictured = persons(present);
        }
        List<SceneReading> readings = new ArrayList<>();
        for (Part part : parts) {
            List<Walker> inside = new ArrayList<>();
            for (Walker walker : present) {
                Zone zone = part.zone;
                if (zone == null || walker.in(zone)) {
                    inside.add(walker);
                }
            }
            readings.add(reading(part, at, inside, present, picture));
        }
        return readings;
    }

    private SceneReading reading(
            Part part, Instant at, List<Walker> inside, Collection<Walker> present, @Nullable PictureId picture) {
        Map<ObjectClass, Integer> counts = new EnumMap<>(ObjectClass.class);
        double speeds = 0;
        int moving = 0;
        for (Walker walker : inside) {
            counts.merge(walker.state().objectClass(), 1, Integer::sum);
            Double speed = walker.metresPerSecond();
            if (speed != null && !walker.standing()) {
                speeds += speed;
                moving++;
            }
        }
        Double area = part.squareMetres;
        Double density =
                area == null || area < 0.1 ? null : (Double) (counts.getOrDefault(ObjectClass.PERSON, 0) / area);
        Zone zone = part.zone;
        return new SceneReading(
                camera,
                at,
                zone == null ? null : zone.name(),
                counts,
                density,
                coverage(part, present),
                moving == 0 ? null : (Double) (speeds / moving),
                zone == null ? flows(at) : List.of(),
                picture);
    }

    private static double coverage(Part part, Collection<Walker> present) {
        if (part.cells.isEmpty() || present.isEmpty()) {
            return 0;
        }
        int covered = 0;
        for (Point p : part.cells) {
            for (Walker walker : present) {
                Box box = walker.state().box();
                if (p.x() >= box.left() && p.x() < box.right() && p.y() >= box.top() && p.y() < box.bottom()) {
                    covered++;
                    break;
                }
            }
        }
        return (double) covered / part.cells.size();
    }

    private List<SceneReading.LineFlow> flows(Instant at) {
        List<SceneReading.LineFlow> list = new ArrayList<>();
        for (Line line : lines) {
            Deque<LineCrossing> crossings = flows.computeIfAbsent(line.name(), l -> new ArrayDeque<>());
            crossings.removeIf(c -> Duration.between(c.at(), at).compareTo(FLOW_WINDOW) >= 0);
            int forward = (int) crossings.stream().filter(LineCrossing::forward).count();
            list.add(new SceneReading.LineFlow(line.name(), forward, crossings.size() - forward));
        }
        return list;
    }
}
