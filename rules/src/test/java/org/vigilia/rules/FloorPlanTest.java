package org.vigilia.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The judges are plain Java over the contract: no engine, no database, no framework. */
class FloorPlanTest {

    @Test
    void theJudgesArePlainJava() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.math..",
                        "java.io..",
                        "java.nio..",
                        "java.security..",
                        "org.jspecify.annotations..",
                        "com.fasterxml.jackson.annotation..",
                        "org.vigilia.contract..",
                        "org.vigilia.rules..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.vigilia.rules"));
    }
}
