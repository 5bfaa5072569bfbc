package org.vigilia.vision;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The floor plan of this module. */
@AnalyzeClasses(packages = "org.vigilia.vision", importOptions = ImportOption.DoNotIncludeTests.class)
final class VisionArchTest {

    @ArchTest
    static final ArchRule onlyTheEdgesTouchNativeLibraries = noClasses()
            .that()
            .resideOutsideOfPackages("..decode..", "..detect..", "..identify..", "..models..", "..bench..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco..", "ai.onnxruntime..", "ai.onnx..")
            .because("a native fault kills the process, so natives stay where they can be watched"
                    + " (bench measures them bare)");

    @ArchTest
    static final ArchRule trackingBehaviourAndSoundArePure = noClasses()
            .that()
            .resideInAnyPackage("..track..", "..behave..", "..vision.sound..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..",
                    "org.jspecify..",
                    "org.vigilia.contract..",
                    "..vision.track..",
                    "..vision.behave..",
                    "..vision.sound..")
            .because("they are judged by seeded comparison and must give the same result everywhere");

    @ArchTest
    static final ArchRule decodingKnowsNothingOfNetworks = noClasses()
            .that()
            .resideInAPackage("..decode..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..detect..", "..models..", "..track..", "..behave..", "ai.onnxruntime..");

    @ArchTest
    static final ArchRule modelsDoNotNeedTheDetector = noClasses()
            .that()
            .resideInAPackage("..models..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..detect..", "..track..", "..behave..");
}
