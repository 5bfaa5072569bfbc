package org.vigilia.vision.detect;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.Detection;
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

    private static final double MAX_AREA = 0.5;

    private final ModelCard card;
    private final OrtSession session;
    private final String input;
    private final List<OutputDecoder.Shape> outputs = new ArrayList<>();
    private final OutputDecoder decoder;
    private final WantedClasses wanted;
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
            OnnxJavaType type = card.input().bytes() ? OnnxJavaType.UINT8 : OnnxJavaType.FLOAT;
            if (only.getValue().getInfo() instanceof TensorInfo tensor
                    && tensor.type == type
                    && fits(tensor.getShape(), NetworkInput.shape(card.input()))) {
                return only.getKey();
            }
        }
        throw new ModelUnusable(card.folder().resolve(ModelCard.NETWORK) + ": needs one "
                + (card.input().bytes() ? "uint8" : "float") + " input "
                + Arrays.toString(NetworkInput.shape(card.input())) + " as " + ModelCard.FILE + " says, but has "
                + found);
    }

    /** An axis of -1 takes any length. */
    private static boolean fits(long[] have, long[] want) {
        boolean fits = have.length == want.length;
        for (int i = 0; fits && i < have.length; i++) {
            fits = have[i] == want[i] || have[i] == -1;
        }
        return fits;
    }

    ModelCard card() {
        return card;
    }

    Look look(Picture picture, boolean withPixels) {
        Workspace workspace = idle.poll();
        if (workspace == null) {
            workspace = new Workspace();
        }
        try {
            List<Detection> detections = workspace.detect(picture);
            return withPixels ? workspace.look(detections) : new Look(detections, new byte[0], 0, 0);
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

        private final NetworkInput picture;
        private final Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
        private final List<FloatBuffer> results = new ArrayList<>();
        private final Candidates candidates = new Candidates();

        Workspace() {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            try {
                picture = new NetworkInput(card.input());
                for (OutputDecoder.Shape shape : outputs) {
                    long count = 1;
                    for (long dim : shape.dims()) {
                        count *= dim;
                    }
                    FloatBuffer buffer = ByteBuffer.allocateDirect(Math.toIntExact(4 * count))
                            .order(ByteOrder.nativeOrder())
                            .asFloatBuffer();
                    results.add(buffer);
                    pinned.put(shape.name(), OnnxTensor.createTensor(environment, buffer, shape.dims()));
                }
            } catch (OrtException e) {
                throw new IllegalStateException(card.name() + ": " + e.getMessage(), e);
            }
        }

        List<Detection> detect(Picture shown) {
            try {
                session.run(Map.of(input, picture.fill(shown)), Set.of(), pinned)
                        .close();
            } catch (OrtException e) {
                throw new IllegalStateException(card.name() + ": " + e.getMessage(), e);
            }
            candidates.clear();
            decoder.decode(results, wanted, (float) card.thresholds().keep(), candidates);
            return inFractions(picture.fit());
        }

        private Look look(List<Detection> detections) {
            return picture.look(detections);
        }

        /** Boxes as fractions of the camera's picture; those over half of it are the network's fancy. */
        private List<Detection> inFractions(Fit fit) {
            List<Detection> found = new ArrayList<>();
            for (Candidates.Candidate c : candidates.thinned(MAX_OVERLAP)) {
                double width = (double) (c.right() - c.left()) / fit.widthPx();
                double height = (double) (c.bottom() - c.top()) / fit.heightPx();
                if (width * height <= MAX_AREA) {
                    Box box = new Box(
                            (double) c.left() / fit.widthPx(), (double) c.top() / fit.heightPx(), width, height);
                    found.add(new Detection(box, c.kind(), c.score()));
                }
            }
            return found;
        }

        @Override
        public void close() {
            picture.close();
            pinned.values().forEach(OnnxTensor::close);
        }
    }
}
