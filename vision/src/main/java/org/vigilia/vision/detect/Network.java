package org.vigilia.vision.detect;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.Detection;
import org.vigilia.vision.decode.Darkroom;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.models.ModelCard;
import org.vigilia.vision.models.ModelUnusable;

/**
 * One loaded network, shared by all threads.
 *
 * <p>ONNX Runtime runs a call on the calling thread and adds none of its own: workers run side by side instead, which
 * uses the machine better than splitting one picture. Each call borrows a workspace (input and output buffers), so
 * nothing is allocated per picture; there are as many as calls ever ran at once.
 */
final class Network implements AutoCloseable {

    private static final float MAX_OVERLAP = 0.6f;

    private final ModelCard card;
    private final OrtSession session;
    private final String input;
    private final List<OutputDecoder.Shape> outputs = new ArrayList<>();
    private final OutputDecoder decoder;
    private final WantedClasses wanted;
    private final PixelTable pixels;
    private final ConcurrentLinkedQueue<Workspace> idle = new ConcurrentLinkedQueue<>();

    private Network(ModelCard card, OrtSession session) throws ModelUnusable, OrtException {
        this.card = card;
        this.session = session;
        this.input = checkedInput(card, session);
        for (Map.Entry<String, NodeInfo> output : session.getOutputInfo().entrySet()) {
            if (!(output.getValue().getInfo() instanceof TensorInfo tensor)) {
                throw new ModelUnusable(card.folder() + ": output " + output.getKey() + " is not a tensor");
            }
            outputs.add(new OutputDecoder.Shape(output.getKey(), tensor.getShape()));
        }
        this.decoder = OutputDecoder.of(card, outputs);
        this.wanted = WantedClasses.of(card);
        this.pixels = new PixelTable(card.input());
    }

    static Network open(ModelCard card) throws ModelUnusable {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = options()) {
            OrtSession session = environment.createSession(
                    card.folder().resolve(ModelCard.NETWORK).toString(), options);
            try {
                return new Network(card, session);
            } catch (ModelUnusable | OrtException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new ModelUnusable(card.folder().resolve(ModelCard.NETWORK) + ": " + e.getMessage());
        }
    }

    /** One thread a call and no busy waiting; exact int8 sums on every processor. */
    static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        if (Processor.overflowsInt8Sums()) {
            options.addConfigEntry("session.x64quantprecision", "1");
        }
        return options;
    }

    private static String checkedInput(ModelCard card, OrtSession session) throws ModelUnusable, OrtException {
        String found = session.getInputInfo().toString();
        if (session.getNumInputs() == 1) {
            Map.Entry<String, NodeInfo> only =
                    session.getInputInfo().entrySet().iterator().next();
            if (only.getValue().getInfo() instanceof TensorInfo tensor
                    && tensor.type == ai.onnxruntime.OnnxJavaType.FLOAT) {
                long[] have = tensor.getShape();
                long[] want = {1, 3, card.input().heightPx(), card.input().widthPx()};
                boolean fits = have.length == 4;
                for (int i = 0; fits && i < 4; i++) {
                    fits = have[i] == want[i] || have[i] == -1;
                }
                if (fits) {
                    return only.getKey();
                }
            }
        }
        throw new ModelUnusable(card.folder().resolve(ModelCard.NETWORK) + ": needs one float input [1,3,"
                + card.input().heightPx() + "," + card.input().widthPx() + "] as " + ModelCard.FILE
                + " says, but has " + found);
    }

    ModelCard card() {
        return card;
    }

    List<Detection> detect(Picture picture) {
        Workspace workspace = idle.poll();
        if (workspace == null) {
            workspace = new Workspace();
        }
        try {
            return workspace.detect(picture);
        } finally {
            idle.add(workspace);
        }
    }

    @Override
    public void close() {
        Workspace workspace;
        while ((workspace = idle.poll()) != null) {
            workspace.close();
        }
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(card.name() + ": " + e.getMessage(), e);
        }
    }

    /** Everything one call needs, reused by the next. */
    private final class Workspace implements AutoCloseable {

        private final Darkroom darkroom = new Darkroom();
        private final int widthPx = card.input().widthPx();
        private final int heightPx = card.input().heightPx();
        /** Rows padded to 64 bytes, because the scaler writes whole vectors. */
        private final int rowBytes = (widthPx * 3 + 63) / 64 * 64;

        private final ByteBuffer interleaved = ByteBuffer.allocateDirect(rowBytes * heightPx + 64);
        private final FloatBuffer planes = floats(3L * widthPx * heightPx);
        private final OnnxTensor tensor;
        private final Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
        private final List<FloatBuffer> results = new ArrayList<>();
        private final Candidates candidates = new Candidates();
        private Fit fit = new Fit(0, 0);

        Workspace() {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            try {
                tensor = OnnxTensor.createTensor(environment, planes, new long[] {1, 3, heightPx, widthPx});
                for (OutputDecoder.Shape shape : outputs) {
                    long count = 1;
                    for (long dim : shape.dims()) {
                        count *= dim;
                    }
                    FloatBuffer buffer = floats(count);
                    results.add(buffer);
                    pinned.put(shape.name(), OnnxTensor.createTensor(environment, buffer, shape.dims()));
                }
            } catch (OrtException e) {
                throw new IllegalStateException(card.name() + ": " + e.getMessage(), e);
            }
        }

        private static FloatBuffer floats(long count) {
            return ByteBuffer.allocateDirect(Math.toIntExact(4 * count))
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }

        List<Detection> detect(Picture picture) {
            Fit wantedFit = Fit.of(picture.widthPx(), picture.heightPx(), widthPx, heightPx);
            if (!wantedFit.equals(fit)) {
                pixels.clear(planes);
                fit = wantedFit;
            }
            darkroom.scale(picture, pixels.order(), interleaved, fit.widthPx(), fit.heightPx(), rowBytes);
            pixels.normalise(interleaved, rowBytes, fit, planes, widthPx, heightPx);
            try {
                session.run(Map.of(input, tensor), Set.of(), pinned).close();
            } catch (OrtException e) {
                throw new IllegalStateException(card.name() + ": " + e.getMessage(), e);
            }
            candidates.clear();
            decoder.decode(results, wanted, (float) card.thresholds().keep(), candidates);
            return inFractions();
        }

        /** Boxes as fractions of the camera's picture; those over half of it are the network's fancy. */
        private List<Detection> inFractions() {
            List<Detection> found = new ArrayList<>();
            for (Candidates.Candidate c : candidates.thinned(MAX_OVERLAP)) {
                double width = (double) (c.right() - c.left()) / fit.widthPx();
                double height = (double) (c.bottom() - c.top()) / fit.heightPx();
                if (width * height <= 0.5) {
                    Box box = new Box(
                            (double) c.left() / fit.widthPx(), (double) c.top() / fit.heightPx(), width, height);
                    found.add(new Detection(box, c.kind(), c.score()));
                }
            }
            return found;
        }

        @Override
        public void close() {
            darkroom.close();
            tensor.close();
            pinned.values().forEach(OnnxTensor::close);
        }
    }
}
