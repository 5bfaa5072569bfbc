package org.vigilia.vision.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigilia.contract.scene.Detection;
import org.vigilia.vision.decode.FileDecoder;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.detect.Detector;
import org.vigilia.vision.testing.Footage;

/** The 8-bit detector must see what the floating-point one sees, on real pictures. */
final class QuantisedDetectorITCase {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"pedestrians-plaza.avi", "dual-carriageway.mp4", "street-one-way.mp4"})
    void seesWhatTheFloatingPointNetworkSees(String name) throws Exception {
        Path clip = Footage.clip(name);
        Path packages = ModelStore.defaultFolder().resolve("packages");
        Assumptions.assumeTrue(
                Files.exists(packages.resolve(Pinned.HUMAN_MODELS.file())), "skipped: run './vigilia models' first");
        Files.createSymbolicLink(folder.resolve("packages"), packages);
        ModelStore store = new ModelStore(folder, System.err, false);
        InputSize size = name.endsWith(".avi") ? InputSize.FOUR_TO_THREE : InputSize.SIXTEEN_TO_NINE;
        store.prepare(List.of(size), false, false);
        store.prepare(List.of(size), true, false);
        ModelCard whole = ModelCard.read(folder.resolve("nanodet-" + size));
        ModelCard floating = ModelCard.read(folder.resolve("nanodet-" + size + "-float"));
        int sure = 0;
        int shared = 0;
        try (FileDecoder decoder = FileDecoder.open(clip);
                Detector eightBit = Detector.open(List.of(whole));
                Detector reference = Detector.open(List.of(floating))) {
            Picture picture;
            while ((picture = decoder.next()) != null) {
                try (Picture open = picture) {
                    if (open.number() % 25 == 0 && open.number() <= 500) {
                        List<Detection> found = eightBit.detect(open);
                        List<Detection> expected = reference.detect(open);
                        sure += count(expected, 0.5) + count(found, 0.5);
                        shared += matched(expected, found) + matched(found, expected);
                    }
                }
            }
        }
        System.out.println(name + ": " + shared + " of " + sure + " sure detections agree");
        assertThat(sure).isGreaterThan(10);
        assertThat((double) shared / sure).isGreaterThan(0.93);
    }

    private static int count(List<Detection> detections, double score) {
        return (int) detections.stream().filter(d -> d.score() >= score).count();
    }

    /** Sure detections of one that the other has too, even if less sure. */
    private static int matched(List<Detection> sure, List<Detection> others) {
        return (int) sure.stream()
                .filter(d -> d.score() >= 0.5)
                .filter(d -> others.stream()
                        .anyMatch(o -> o.score() >= 0.38 && o.box().overlap(d.box()) > 0.6))
                .count();
    }
}
