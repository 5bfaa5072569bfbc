package org.vigilia.vision.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelCardITCase {

    private static final String GOOD = """
            name: ours
            decoder: yolox
            input: {width: 416, height: 320, channels: bgr, mean: [1, 2, 3]}
            classes: [Person, van, kite]
            thresholds: {person: 0.4}
            licence: MIT
            """;

    @TempDir
    Path folder;

    private ModelCard read(String card) throws Exception {
        Files.writeString(folder.resolve(ModelCard.FILE), card);
        Files.writeString(folder.resolve(ModelCard.NETWORK), "");
        return ModelCard.read(folder);
    }

    @Test
    void aCardIsReadWithItsDefaults() throws Exception {
        ModelCard card = read(GOOD);
        assertThat(card.decoder()).isEqualTo(ModelCard.Decoder.YOLOX);
        assertThat(card.classes()).containsExactly("person", "van", "kite");
        assertThat(card.input().bgr()).isTrue();
        assertThat(card.input().mean()).containsExactly(1.0, 2.0, 3.0);
        assertThat(card.input().deviation()).containsExactly(1.0, 1.0, 1.0);
        assertThat(card.thresholds()).isEqualTo(new ModelCard.Thresholds(0.25, 0.4, 0.35));
        assertThat(read(GOOD.replace("[Person, van, kite]", "coco")).classes()).hasSize(80);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "decoder: yolox            | decoder: rtdetr              | decoder must be nanodet, yolox or yolov8",
                "width: 416                | width: 4                     | input.width must be",
                "channels: bgr             | channels: grey               | input.channels must be rgb or bgr",
                "mean: [1, 2, 3]           | mean: [1, 2]                 | input.mean must be three numbers",
                "mean: [1, 2, 3]           | deviation: [1, 0, 1]         | input.deviation must be three numbers",
                "mean: [1, 2, 3]           | type: uint8                  | input.type uint8 means RGB bytes",
                "person: 0.4               | person: 4                    | thresholds.person must lie between 0 and 1",
                "'[Person, van, kite]'     | ''                           | classes must be",
            })
    void aWrongFieldIsNamed(String part, String wrong, String message) {
        assertThatThrownBy(() -> read(GOOD.replace(part, wrong)))
                .isInstanceOf(ModelUnusable.class)
                .hasMessageContaining(folder.resolve(ModelCard.FILE).toString())
                .hasMessageContaining(message);
    }

    @Test
    void missingFilesAreNamed() {
        assertThatThrownBy(() -> ModelCard.read(folder))
                .isInstanceOf(ModelUnusable.class)
                .hasMessageContaining("model.yml: missing");
        assertThatThrownBy(() -> ModelStore.at(folder).detectors())
                .isInstanceOf(ModelUnusable.class)
                .hasMessageContaining("./vigilia models");
    }

    @Test
    void modelsLieInTheCacheFolderOfTheUser() {
        assertThat(ModelStore.defaultFolder(name -> "/cache", "/home/ada")).isEqualTo(Path.of("/cache/vigilia/models"));
        assertThat(ModelStore.defaultFolder(name -> "", "/home/ada"))
                .isEqualTo(Path.of("/home/ada/.cache/vigilia/models"));
    }
}
