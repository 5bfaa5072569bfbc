package org.vigilia.vision.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.vigilia.vision.testing.Footage;

final class ModelsPageTest {

    /** Run with {@code -Dvigilia.docs=write} to write the page anew. */
    @Test
    void thePageOfModelsIsUpToDate() throws Exception {
        Path page = Footage.root().resolve("docs/reference/models.md");
        if ("write".equals(System.getProperty("vigilia.docs"))) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, ModelsPage.text());
        }
        assertThat(page)
                .as("stale: run the tests of vision with -Dvigilia.docs=write")
                .hasContent(ModelsPage.text());
    }
}
