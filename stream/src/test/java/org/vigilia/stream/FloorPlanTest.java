package org.vigilia.stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The judges and the anomaly detector are plain Java; Flink stays in its room. */
class FloorPlanTest {

    private final JavaClasses stream = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.vigilia.stream");

    @Test
    void theJudgesArePlainJava() {
        classes()
                .that()
                .resideInAPackage("org.vigilia.stream.rule..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.nio.charset..",
                        "org.jspecify.annotations..",
                        "org.vigilia.contract..",
                        "org.vigilia.stream.rule..")
                .check(stream);
    }

    @Test
    void theAnomalyDetectorIsPlainJava() {
        classes()
                .that()
                .resideInAPackage("org.vigilia.stream.anomaly..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.io..",
                        "java.nio..",
                        "org.jspecify.annotations..",
                        "tools.jackson.databind..",
                        "org.vigilia.stream.anomaly..")
                .check(stream);
    }

    @Test
    void flinkStaysInTheJob() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vigilia.stream.job..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.flink..")
                .check(stream);
    }
}
