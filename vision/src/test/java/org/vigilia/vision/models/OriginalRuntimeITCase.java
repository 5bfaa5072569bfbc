package org.vigilia.vision.models;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.vision.testing.Footage;

/** The converted detector against the runtime it was made for: TensorFlow.js on WebAssembly. */
final class OriginalRuntimeITCase {

    private static final List<String> PACKAGES = List.of(
            "@tensorflow/tfjs-core@4.22.0",
            "@tensorflow/tfjs-converter@4.22.0",
            "@tensorflow/tfjs-backend-cpu@4.22.0",
            "@tensorflow/tfjs-backend-wasm@4.22.0");

    @TempDir
    Path folder;

    @Test
    void theConvertedDetectorGivesTheNumbersOfTheOriginal() throws Exception {
        Path cache = ModelStore.defaultFolder();
        Assumptions.assumeTrue(
                Files.exists(cache.resolve("packages").resolve(Pinned.HUMAN_MODELS.file())),
                "skipped: run './vigilia models' first");
        Path modules = runtime();
        ModelStore store = new ModelStore(cache, System.err, false);
        Pinned.Origin origin = Pinned.HUMAN_MODELS.networks().get(0);
        List<byte[]> files = store.sources(Pinned.HUMAN_MODELS, origin);
        Path json = Files.write(folder.resolve("model.json"), files.get(0));
        Path weights = Files.write(folder.resolve("model.bin"), files.get(1));
        int side = 416;
        ByteBuffer picture = picture(3 * side * side);
        Path input = Files.write(folder.resolve("input"), picture.array());
        Path outputs = Files.createDirectory(folder.resolve("outputs"));
        String script =
                Footage.root().resolve("vision/src/test/js/run-original.cjs").toString();
        assertThat(run(
                        folder,
                        300,
                        "node",
                        script,
                        modules.toString(),
                        json.toString(),
                        weights.toString(),
                        input.toString(),
                        outputs.toString(),
                        "1,3," + side + "," + side))
                .isTrue();

        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        byte[] converted = store.convert(new InputSize(side, side), true).toByteArray();
        int compared = 0;
        try (OrtSession session = environment.createSession(converted);
                OnnxTensor tensor =
                        OnnxTensor.createTensor(environment, picture.asFloatBuffer(), new long[] {1, 3, side, side});
                OrtSession.Result result = session.run(Map.of("input_1", tensor))) {
            for (Map.Entry<String, OnnxValue> output : result) {
                FloatBuffer ours = ((OnnxTensor) output.getValue()).getFloatBuffer();
                FloatBuffer theirs = ByteBuffer.wrap(Files.readAllBytes(outputs.resolve(output.getKey())))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer();
                assertThat(ours.capacity()).isEqualTo(theirs.capacity());
                double worst = 0;
                for (int i = 0; i < ours.capacity(); i++) {
                    worst = Math.max(worst, Math.abs(ours.get(i) - theirs.get(i)));
                }
                System.out.println(output.getKey() + ": largest difference " + worst);
                assertThat(worst).as(output.getKey()).isLessThan(1e-4);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(6);
    }

    /** Smooth seeded noise in the range of normalised pixels. */
    private static ByteBuffer picture(int count) {
        Random random = new Random(20261122);
        ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        float value = 0;
        for (int i = 0; i < count; i++) {
            value = Math.max(-2, Math.min(2.4f, value + 0.3f * (float) random.nextGaussian()));
            bytes.putFloat(4 * i, value);
        }
        return bytes;
    }

    /** The folder of node modules with TensorFlow.js, installed once and kept. */
    private Path runtime() throws Exception {
        Path home = Footage.root().resolve("vision/target/original-runtime");
        Path modules = home.resolve("node_modules");
        if (!Files.exists(modules.resolve("@tensorflow/tfjs-backend-wasm/dist"))) {
            Files.createDirectories(home);
            Files.writeString(home.resolve("package.json"), "{\"private\":true}");
            String[] command = new String[5 + PACKAGES.size()];
            String[] npm = {"npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"};
            System.arraycopy(npm, 0, command, 0, 5);
            System.arraycopy(PACKAGES.toArray(new String[0]), 0, command, 5, PACKAGES.size());
            boolean installed;
            try {
                installed = run(home, 300, command);
            } catch (java.io.IOException e) {
                installed = false;
            }
            Assumptions.assumeTrue(installed, "skipped: TensorFlow.js cannot be installed here");
        }
        return modules;
    }

    private static boolean run(Path where, int seconds, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(where.resolve("log").toFile())
                .start();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        if (process.exitValue() != 0) {
            System.out.println(Files.readString(where.resolve("log")));
        }
        return process.exitValue() == 0;
    }
}
