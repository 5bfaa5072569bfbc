package org.vigilia.vision.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What one must know to use a detector network: the {@code model.yml} beside a {@code model.onnx}.
 *
 * <p>A user's own detector is such a folder too; {@code docs/reference/models.md} describes the file.
 *
 * @param folder where the card and the network lie
 * @param name for people and logs
 * @param decoder how the outputs are laid out
 * @param input the picture that the network wants
 * @param classes names of the network's classes in order; those that are not words of ours are ignored
 * @param thresholds how sure is sure enough
 * @param licence of the weights
 * @param origin where the weights come from
 */
public record ModelCard(
        Path folder,
        String name,
        Decoder decoder,
        Input input,
        List<String> classes,
        Thresholds thresholds,
        String licence,
        String origin) {

    /** Layouts of outputs that we can read. */
    public enum Decoder {
        /** Class scores (after the sigmoid) and distance distributions for strides 8, 16, 32, split or joined. */
        NANODET,
        /** {@code [1,N,5+classes]}: box, objectness, class scores, relative to the grids of strides 8, 16, 32. */
        YOLOX,
        /** {@code [1,4+classes,N]}: centre and size in pixels, class scores. */
        YOLOV8
    }

    /**
     * The picture that a network wants: {@code value = (byte - mean) / deviation}, planes in the order of
     * {@code channels}.
     *
     * @param widthPx network input width
     * @param heightPx network input height
     * @param bgr blue first; red first otherwise
     * @param mean one number a plane
     * @param deviation one number a plane, not 0
     * @param bytes the network takes RGB bytes as they are, {@code [1,height,width,3]}, and normalises by itself
     */
    public record Input(
            int widthPx, int heightPx, boolean bgr, List<Double> mean, List<Double> deviation, boolean bytes) {}

    /**
     * Scores, 0..1.
     *
     * @param keep below this a detection is not reported at all
     * @param person from here on a person counts as seen
     * @param vehicle from here on any vehicle, bicycles included, counts as seen
     */
    public record Thresholds(double keep, double person, double vehicle) {}

    /** The 80 classes of the COCO detection set, in its usual order. */
    static final List<String> COCO =
            List.of(("person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,stop sign,"
                            + "parking meter,bench,bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,"
                            + "umbrella,handbag,tie,suitcase,frisbee,skis,snowboard,sports ball,kite,baseball bat,"
                            + "baseball glove,skateboard,surfboard,tennis racket,bottle,wine glass,cup,fork,knife,"
                            + "spoon,bowl,banana,apple,sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,"
                            + "couch,potted plant,bed,dining table,toilet,tv,laptop,mouse,remote,keyboard,cell phone,"
                            + "microwave,oven,toaster,sink,refrigerator,book,clock,vase,scissors,teddy bear,"
                            + "hair drier,toothbrush")
                    .split(","));

    /** The file's name within the folder. */
    public static final String FILE = "model.yml";

    /** The network's name within the folder. */
    public static final String NETWORK = "model.onnx";

    /**
     * Reads the card of a model folder.
     *
     * @throws ModelUnusable if the card or the network is missing, or a field is missing or absurd
     */
    public static ModelCard read(Path folder) throws ModelUnusable {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new ModelUnusable(file + ": missing; a model is a folder with " + NETWORK + " and " + FILE);
        }
        if (!Files.isRegularFile(folder.resolve(NETWORK))) {
            throw new ModelUnusable(folder.resolve(NETWORK) + ": missing");
        }
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw new ModelUnusable(file + ": not YAML: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ModelUnusable(file + ": cannot be read: " + e.getMessage());
        }
        return new Reader(file, root).card(folder);
    }

    /** Reads fields and names the one that is wrong. */
    private record Reader(Path file, JsonNode root) {

        ModelCard card(Path folder) throws ModelUnusable {
            Input input = new Input(
                    side("width"),
                    side("height"),
                    bgr(),
                    three("mean", 0, false),
                    three("deviation", 1, true),
                    bytes());
            Thresholds thresholds = new Thresholds(share("keep", 0.25), share("person", 0.5), share("vehicle", 0.35));
            String name = root.path("name").asString(String.valueOf(folder.getFileName()));
            return new ModelCard(
                    folder,
                    name,
                    decoder(),
                    input,
                    classes(),
                    thresholds,
                    root.path("licence").asString("unknown"),
                    root.path("origin").asString("unknown"));
        }

        private Decoder decoder() throws ModelUnusable {
            String text = root.path("decoder").asString("");
            for (Decoder decoder : Decoder.values()) {
                if (decoder.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return decoder;
                }
            }
            throw wrong("decoder", "must be nanodet, yolox or yolov8, but is '" + text + "'");
        }

        private int side(String field) throws ModelUnusable {
            int px = root.path("input").path(field).asInt(0);
            if (px < 32 || px > 4096) {
                throw wrong("input." + field, "must be the network's input size in pixels, 32 to 4096");
            }
            return px;
        }

        private boolean bytes() throws ModelUnusable {
            String type = root.path("input").path("type").asString("float");
            if (!type.equals("float") && !type.equals("uint8")) {
                throw wrong("input.type", "must be float or uint8, but is '" + type + "'");
            }
            if (type.equals("uint8")
                    && (bgr()
                            || root.path("input").has("mean")
                            || root.path("input").has("deviation"))) {
                throw wrong("input.type", "uint8 means RGB bytes as they are: channels, mean, deviation do not apply");
            }
            return type.equals("uint8");
        }

        private boolean bgr() throws ModelUnusable {
            String order = root.path("input").path("channels").asString("rgb");
            if (!order.equals("bgr") && !order.equals("rgb")) {
                throw wrong("input.channels", "must be rgb or bgr, but is '" + order + "'");
            }
            return order.equals("bgr");
        }

        private List<Double> three(String field, double otherwise, boolean divides) throws ModelUnusable {
            JsonNode node = root.path("input").path(field);
            if (node.isMissingNode()) {
                return List.of(otherwise, otherwise, otherwise);
            }
            List<Double> numbers = new ArrayList<>();
            for (JsonNode number : node) {
                numbers.add(number.asDouble(Double.NaN));
            }
            if (numbers.size() != 3 || numbers.stream().anyMatch(n -> n.isNaN() || (divides && n == 0))) {
                throw wrong("input." + field, "must be three numbers, one a colour plane" + (divides ? ", not 0" : ""));
            }
            return List.copyOf(numbers);
        }

        private double share(String field, double otherwise) throws ModelUnusable {
            double value = root.path("thresholds").path(field).asDouble(otherwise);
            if (!(value > 0 && value < 1)) {
                throw wrong("thresholds." + field, "must lie between 0 and 1");
            }
            return value;
        }

        private List<String> classes() throws ModelUnusable {
            JsonNode node = root.path("classes");
            if (node.isString() && node.asString().equals("coco")) {
                return COCO;
            }
            List<String> names = new ArrayList<>();
            for (JsonNode name : node) {
                names.add(name.asString().toLowerCase(Locale.ROOT));
            }
            if (names.isEmpty()) {
                throw wrong("classes", "must be 'coco' or the list of the network's class names in order");
            }
            return List.copyOf(names);
        }

        private ModelUnusable wrong(String field, String rule) {
            return new ModelUnusable(file + ": " + field + " " + rule);
        }
    }
}
