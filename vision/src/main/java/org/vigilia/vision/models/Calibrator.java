package org.vigilia.vision.models;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vigilia.vision.decode.Darkroom;
import org.vigilia.vision.decode.FileDecoder;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.decode.VideoUnreadable;

/**
 * Measures between which values a network's tensors move, by running it in floating point over footage.
 *
 * <p>Two passes over the same pictures: the first finds the extremes, the second counts values into bins between them
 * and cuts off {@link #TAIL} on either side.
 */
final class Calibrator implements AutoCloseable {

    /** Share of values cut off at the top, and the same at the bottom. */
    private static final double TAIL = 0.0001;

    private static final int BINS = 4096;

    private final ModelCard.Input input;
    private final List<String> tensors;
    private final OrtSession session;
    private final Darkroom darkroom = new Darkroom();

    /** What is known of one tensor so far. */
    static final class Spread {
        private float min = Float.POSITIVE_INFINITY;
        private float max = Float.NEGATIVE_INFINITY;
        private final long[] bins = new long[BINS];
        private long count;

        void widen(FloatBuffer values) {
            for (int i = 0; i < values.capacity(); i++) {
                float value = values.get(i);
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
        }

        void count(FloatBuffer values) {
            float perUnit = BINS / Math.max(max - min, 1e-9f);
            for (int i = 0; i < values.capacity(); i++) {
                bins[Math.max(0, Math.min(BINS - 1, (int) ((values.get(i) - min) * perUnit)))]++;
            }
            count += values.capacity();
        }

        Ranges.Range range() {
            double width = (double) (max - min) / BINS;
            long cut = (long) (count * TAIL);
            int low = 0;
            for (long seen = bins[0]; seen <= cut && low < BINS - 1; seen += bins[++low]) {}
            int high = BINS - 1;
            for (long seen = bins[high]; seen <= cut && high > low; seen += bins[--high]) {}
            return new Ranges.Range((float) (min + low * width), (float) (min + (high + 1) * width));
        }
    }

    /**
     * Loads a network.
     *
     * @param model in floating point
     * @param input how pictures are prepared for it
     */
    Calibrator(ModelProto model, ModelCard.Input input) throws OrtException {
        this.input = input;
        this.tensors = Quantiser.tensorsToMeasure(model);
        GraphProto.Builder graph = model.getGraph().toBuilder().clearOutput();
        String picture = model.getGraph().getInput(0).getName();
        for (String tensor : tensors) {
            if (!tensor.equals(picture)) {
                graph.addOutput(ValueInfoProto.newBuilder()
                        .setName(tensor)
                        .setType(TypeProto.newBuilder()
                                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(1))));
            }
        }
        byte[] bytes = model.toBuilder().setGraph(graph).build().toByteArray();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = OrtEnvironment.getEnvironment().createSession(bytes, options);
        }
    }

    /** Shows one picture to the network. */
    void show(Picture picture, Map<String, Spread> spreads, boolean counting) throws OrtException {
        FloatBuffer planes = planes(picture);
        long[] dims = {1, 3, input.heightPx(), input.widthPx()};
        String name = session.getInputNames().iterator().next();
        try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), planes, dims);
                OrtSession.Result result = session.run(Map.of(name, tensor))) {
            note(spreads, name, planes, counting);
            for (Map.Entry<String, OnnxValue> output : result) {
                note(spreads, output.getKey(), ((OnnxTensor) output.getValue()).getFloatBuffer(), counting);
            }
        }
    }

    private static void note(Map<String, Spread> spreads, String tensor, FloatBuffer values, boolean counting) {
        Spread spread = spreads.computeIfAbsent(tensor, t -> new Spread());
        if (counting) {
            spread.count(values);
        } else {
            spread.widen(values);
        }
    }

    private FloatBuffer planes(Picture picture) {
        int width = input.widthPx();
        int height = input.heightPx();
        int rowBytes = (width * 3 + 63) / 64 * 64;
        ByteBuffer pixels = ByteBuffer.allocateDirect(rowBytes * height + 64);
        Darkroom.Channels order = input.bgr() ? Darkroom.Channels.BGR : Darkroom.Channels.RGB;
        darkroom.scale(picture, order, pixels, width, height, rowBytes);
        FloatBuffer planes = ByteBuffer.allocateDirect(12 * width * height)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int plane = 0, at = 0; plane < 3; plane++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int value = pixels.get(y * rowBytes + 3 * x + plane) & 0xFF;
                    planes.put(at++, (float) ((value - input.mean().get(plane))
                            / input.deviation().get(plane)));
                }
            }
        }
        return planes;
    }

    /**
     * Measures over footage.
     *
     * @param sizes networks by input size; each clip goes to the one nearest its aspect
     * @param perClip pictures taken from each clip, evenly spread
     */
    static Ranges measure(Map<InputSize, Calibrator> sizes, List<Path> clips, int perClip)
            throws VideoUnreadable, OrtException {
        Map<String, Spread> spreads = new LinkedHashMap<>();
        for (boolean counting : new boolean[] {false, true}) {
            for (Path clip : clips) {
                try (FileDecoder decoder = FileDecoder.open(clip)) {
                    Calibrator calibrator = sizes.get(nearest(sizes, decoder.widthPx(), decoder.heightPx()));
                    long every = Math.max(1, decoder.claimedPictures() / perClip);
                    Picture picture;
                    while (calibrator != null && (picture = decoder.next()) != null) {
                        try (Picture open = picture) {
                            if (open.number() % every == 1 % every) {
                                calibrator.show(open, spreads, counting);
                            }
                        }
                    }
                }
            }
        }
        Ranges ranges = new Ranges();
        spreads.forEach((tensor, spread) ->
                ranges.put(tensor, spread.range().min(), spread.range().max()));
        return ranges;
    }

    private static InputSize nearest(Map<InputSize, Calibrator> sizes, int width, int height) {
        double aspect = Math.log((double) width / height);
        List<InputSize> order = new ArrayList<>(sizes.keySet());
        order.sort(java.util.Comparator.comparingDouble(
                size -> Math.abs(Math.log((double) size.widthPx() / size.heightPx()) - aspect)));
        return order.get(0);
    }

    @Override
    public void close() {
        darkroom.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
