package org.vigilia.vision.models;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of networks on this machine, by default {@code ~/.cache/vigilia/models}.
 *
 * <p>Holds {@code packages/} as fetched and one model folder for each network and input size. Safe to be prepared by
 * several processes at once: a lock file makes them wait for each other, and a folder appears whole or not at all.
 */
public final class ModelStore {

    /** Raised when the converter changes what it writes, so that old conversions are made again. */
    static final int CONVERTER_VERSION = 2;

    private static final String DETECTOR = "nanodet";

    private final Path folder;
    private final PrintStream out;
    private final boolean terminal;
    /** Read once, used for every input size. */
    private @Nullable TfjsGraph detector;

    ModelStore(Path folder, PrintStream out, boolean terminal) {
        this.folder = folder;
        this.out = out;
        this.terminal = terminal;
    }

    /** A store that reports on standard error. */
    public static ModelStore at(Path folder) {
        return new ModelStore(folder, System.err, System.console() != null);
    }

    /** Where models are kept unless told otherwise: {@code $XDG_CACHE_HOME/vigilia/models}. */
    public static Path defaultFolder() {
        return defaultFolder(System::getenv, System.getProperty("user.home", "."));
    }

    static Path defaultFolder(UnaryOperator<String> environment, String home) {
        @SuppressWarnings("NullAway") // an unset variable is null
        String cache = environment.apply("XDG_CACHE_HOME");
        Path root = cache == null || cache.isBlank() ? Path.of(home, ".cache") : Path.of(cache);
        return root.resolve("vigilia").resolve("models");
    }

    /**
     * The cards of the built-in detector, one for each input size at hand.
     *
     * @throws ModelUnusable if there is none; says how to get it
     */
    public List<ModelCard> detectors() throws ModelUnusable {
        List<Path> folders = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                entries.filter(entry -> entry.getFileName().toString().matches(DETECTOR + "-\\d+x\\d+"))
                        .sorted()
                        .forEach(folders::add);
            } catch (IOException e) {
                throw new ModelUnusable(folder + ": cannot be read: " + e.getMessage());
            }
        }
        List<ModelCard> cards = new ArrayList<>();
        for (Path entry : folders) {
            cards.add(ModelCard.read(entry));
        }
        if (cards.isEmpty()) {
            throw new ModelUnusable(
                    folder + ": holds no detector; run './vigilia models' once to fetch and convert it");
        }
        return cards;
    }

    /** Whether everything that {@code ./vigilia models} makes by default is there. */
    public boolean isReady() {
        return current(FOLDERS_BY_DEFAULT.get(0)) && current(FOLDERS_BY_DEFAULT.get(1));
    }

    private static final List<String> FOLDERS_BY_DEFAULT =
            List.of(DETECTOR + "-" + InputSize.FOUR_TO_THREE, DETECTOR + "-" + InputSize.SIXTEEN_TO_NINE);

    /** Fetches and converts what is missing. */
    public void prepare() throws IOException {
        prepare(List.of(InputSize.FOUR_TO_THREE, InputSize.SIXTEEN_TO_NINE), false, false);
    }

    /**
     * Fetches and converts what is missing.
     *
     * @param floating write floating-point networks, in folders that end in {@code -float}
     * @param force convert again even if it is there
     */
    void prepare(List<InputSize> sizes, boolean floating, boolean force) throws IOException {
        Files.createDirectories(folder);
        try (FileChannel lock =
                        FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            assert held.isValid();
            for (InputSize size : new LinkedHashSet<>(sizes)) {
                String name = DETECTOR + "-" + size + (floating ? "-float" : "");
                if (force || !current(name)) {
                    long start = System.nanoTime();
                    ModelProto model = convert(size, floating);
                    write(name, size, floating, model);
                    out.println(name + ": converted in " + (System.nanoTime() - start) / 1_000_000 + " ms");
                } else {
                    out.println(name + ": there already");
                }
            }
        }
    }

    /** The detector as ONNX, in floating point or 8-bit whole numbers. */
    ModelProto convert(InputSize size, boolean floating) throws IOException {
        Pinned.Origin origin = Pinned.HUMAN_MODELS.networks().get(0);
        if (detector == null) {
            List<byte[]> files = sources(Pinned.HUMAN_MODELS, origin);
            detector = TfjsGraph.read(files.get(0), files.get(1));
        }
        TfjsGraph graph = detector;
        ModelProto model = TfjsConverter.convert(graph, origin.name(), size.widthPx(), size.heightPx());
        return floating ? model : Quantiser.quantise(model, Ranges.shipped(origin.name()), input(size));
    }

    /** The files of a network, fetched if they are not there. Only they are kept unpacked. */
    List<byte[]> sources(Pinned pinned, Pinned.Origin origin) throws IOException {
        Path packages = folder.resolve("packages");
        Path archive = new Download(out, terminal).fetch(pinned, pinned.source(), packages);
        Map<String, byte[]> files = Tarball.read(archive, new LinkedHashSet<>(origin.files()));
        List<byte[]> inOrder = new ArrayList<>();
        for (String name : origin.files()) {
            inOrder.add(files.getOrDefault(name, new byte[0]));
        }
        return inOrder;
    }

    private boolean current(String name) {
        Path card = folder.resolve(name).resolve(ModelCard.FILE);
        try {
            return Files.isRegularFile(folder.resolve(name).resolve(ModelCard.NETWORK))
                    && Files.readString(card).contains(versionLine());
        } catch (IOException e) {
            return false;
        }
    }

    private static String versionLine() {
        return "# written by converter " + CONVERTER_VERSION + " from " + Pinned.HUMAN_MODELS.name() + " "
                + Pinned.HUMAN_MODELS.version() + "\n";
    }

    private void write(String name, InputSize size, boolean floating, ModelProto model) throws IOException {
        Path making = Files.createDirectory(
                Files.createTempDirectory(folder, ".making-").resolve(name));
        Files.write(making.resolve(ModelCard.NETWORK), model.toByteArray());
        Files.writeString(making.resolve(ModelCard.FILE), card(name, size, floating));
        Path place = folder.resolve(name);
        if (Files.exists(place)) {
            Path old = Files.createTempDirectory(folder, ".old-");
            Files.move(place, old.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            delete(old);
        }
        Files.move(making, place, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(making.getParent());
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> entries = Files.walk(tree)) {
            for (Path entry : entries.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(entry);
            }
        }
    }

    /** How pictures are prepared for the built-in detector. */
    static ModelCard.Input input(InputSize size) {
        return new ModelCard.Input(
                size.widthPx(),
                size.heightPx(),
                true,
                List.of(103.53, 116.28, 123.675),
                List.of(57.375, 57.12, 58.395),
                false);
    }

    private static String card(String name, InputSize size, boolean floating) {
        Pinned.Origin origin = Pinned.HUMAN_MODELS.networks().get(0);
        return versionLine()
                + "name: " + name + "\n"
                + "decoder: nanodet\n"
                + "input:\n"
                + "  width: " + size.widthPx() + "\n"
                + "  height: " + size.heightPx() + "\n"
                + (floating
                        ? "  channels: bgr\n  mean: " + input(size).mean() + "\n  deviation: "
                                + input(size).deviation() + "\n"
                        : "  type: uint8\n")
                + "classes: coco\n"
                + "thresholds:\n"
                + "  keep: 0.25\n"
                + "  person: 0.50\n"
                + "  vehicle: 0.35\n"
                + "licence: " + origin.upstreamLicence() + "\n"
                + "origin: " + origin.author() + ", by npm " + Pinned.HUMAN_MODELS.name() + "@"
                + Pinned.HUMAN_MODELS.version() + " (" + Pinned.HUMAN_MODELS.licence() + ")\n";
    }
}
