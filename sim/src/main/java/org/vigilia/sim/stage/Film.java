package org.vigilia.sim.stage;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntConsumer;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.sim.camera.ClipWriter;

/** Films a play: each picture goes to the encoder, and what is truly to be seen in it into the camera's own analytics. */
final class Film {

    /** Smaller than this, in heights of the picture, a camera does not know what it sees. */
    private static final double LEAST_HEIGHT = 0.03;
    /** More hidden than this, it does not see it. */
    private static final double MOST_HIDDEN = 0.7;
    /** Less of it in the picture than this, it does not see it. */
    private static final double LEAST_INSIDE = 0.35;

    private final Play play;
    private final BufferedImage backdrop = new BufferedImage(View.WIDTH, View.HEIGHT, BufferedImage.TYPE_INT_RGB);
    private final BufferedImage picture = new BufferedImage(View.WIDTH, View.HEIGHT, BufferedImage.TYPE_INT_RGB);
    private final Brush brush;

    /** One thing that is seen. */
    private record Seen(int number, ObjectClass kind, Box box) {}

    Film(Play play, long seed) {
        this.play = play;
        play.backdrop().accept(new Brush(backdrop, play.view()));
        Houses.grain(backdrop, new Random(seed));
        this.brush = new Brush(picture, play.view());
    }

    static int pictures() {
        return (int) (Play.SECONDS * Play.FPS);
    }

    /**
     * Writes the clip and, beside it, {@code CLIP.analytics}.
     *
     * @param watch told the number of each finished picture
     */
    void shoot(Path ffmpeg, Path clip, IntConsumer watch) throws IOException, InterruptedException {
        Path analytics = clip.resolveSibling(clip.getFileName() + ".analytics");
        Path draft = clip.resolveSibling(clip.getFileName() + ".analytics.part");
        try (ClipWriter writer = ClipWriter.open(ffmpeg, clip, View.WIDTH, View.HEIGHT, Play.FPS);
                Writer reports = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
            for (int i = 0; i < pictures(); i++) {
                int[] pixels = pixels(draw(i));
                writer.write(pixels);
                reports.write(i + " " + report(i) + "\n");
                watch.accept(i);
            }
            reports.flush();
            Files.move(draft, analytics, StandardCopyOption.REPLACE_EXISTING);
            writer.finish();
        }
    }

    private static int[] pixels(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    /** The picture of that number; the same image each time. */
    BufferedImage draw(int number) {
        double seconds = (double) number / Play.FPS;
        int[] still = pixels(backdrop);
        System.arraycopy(still, 0, pixels(picture), 0, still.length);
        for (Prop prop : farthestFirst(seconds)) {
            prop.draw(brush, seconds);
        }
        return picture;
    }

    private List<Prop> farthestFirst(double seconds) {
        return play.props().stream()
                .filter(prop -> prop.present(seconds))
                .sorted(Comparator.comparingDouble((Prop prop) -> prop.distance(seconds))
                        .reversed())
                .toList();
    }

    /** What the camera says of that picture: tt:MetadataStream on one line, {@code {utc}} for its time. */
    String report(int number) {
        StringBuilder xml = new StringBuilder("<tt:MetadataStream xmlns:tt=\"http://www.onvif.org/ver10/schema\">"
                + "<tt:VideoAnalytics><tt:Frame UtcTime=\"{utc}\">");
        for (Seen seen : seen((double) number / Play.FPS)) {
            boolean person = seen.kind == ObjectClass.PERSON;
            Box box = seen.box;
            xml.append(String.format(
                    Locale.ROOT,
                    "<tt:Object ObjectId=\"%d\"><tt:Appearance><tt:Shape><tt:BoundingBox left=\"%.4f\" top=\"%.4f\""
                            + " right=\"%.4f\" bottom=\"%.4f\"/></tt:Shape><tt:Class><tt:ClassCandidate><tt:Type>%s"
                            + "</tt:Type><tt:Likelihood>0.92</tt:Likelihood></tt:ClassCandidate><tt:Type"
                            + " Likelihood=\"0.92\">%s</tt:Type></tt:Class></tt:Appearance></tt:Object>",
                    seen.number,
                    2 * box.left() - 1,
                    1 - 2 * box.top(),
                    2 * box.right() - 1,
                    1 - 2 * box.bottom(),
                    person ? "Human" : "Vehical",
                    person ? "Human" : "Car"));
        }
        return xml.append("</tt:Frame></tt:VideoAnalytics></tt:MetadataStream>").toString();
    }

    private List<Seen> seen(double seconds) {
        List<Seen> seen = new ArrayList<>();
        List<Box> nearer = new ArrayList<>();
        List<Prop> props = new ArrayList<>(farthestFirst(seconds));
        for (int i = props.size() - 1; i >= 0; i--) {
            Prop prop = props.get(i);
            ObjectClass kind = prop.kind();
            if (kind == null) {
                continue;
            }
            Box whole = prop.box(play.view(), seconds);
            Box box = inPicture(whole);
            boolean hidden = nearer.stream().anyMatch(front -> shared(front, box) > MOST_HIDDEN * box.area());
            if (box.height() >= LEAST_HEIGHT && box.area() >= LEAST_INSIDE * whole.area() && !hidden) {
                seen.add(new Seen(play.props().indexOf(prop) + 1, kind, box));
            }
            nearer.add(box);
        }
        return seen;
    }

    private static Box inPicture(Box box) {
        double left = Math.max(0, Math.min(1, box.left()));
        double top = Math.max(0, Math.min(1, box.top()));
        return new Box(
                left, top, Math.max(0, Math.min(1, box.right()) - left), Math.max(0, Math.min(1, box.bottom()) - top));
    }

    private static double shared(Box a, Box b) {
        double width = Math.min(a.right(), b.right()) - Math.max(a.left(), b.left());
        double height = Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
        return width <= 0 || height <= 0 ? 0 : width * height;
    }
}
