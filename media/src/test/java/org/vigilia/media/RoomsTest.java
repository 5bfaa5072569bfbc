package org.vigilia.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** media must never die, so nothing native is in it; and its rooms know only those below them. */
@AnalyzeClasses(packages = "org.vigilia.media", importOptions = ImportOption.DoNotIncludeTests.class)
final class RoomsTest {

    @ArchTest
    static final ArchRule NOTHING_NATIVE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.bytedeco..",
                    "ai.onnxruntime..",
                    "com.sun.jna..",
                    "jdk.internal..",
                    "sun..",
                    "io.netty.channel.epoll..",
                    "io.netty.channel.uring..");

    @ArchTest
    static final ArchRule NO_NATIVE_METHODS = noMethods().should().haveModifier(JavaModifier.NATIVE);

    @ArchTest
    static final ArchRule NO_ENGINES = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache.flink..", "java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule CODEC_KNOWS_NO_NETWORK = noClasses()
            .that()
            .resideInAPackage("org.vigilia.media.codec..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.vigilia.media.rtsp..",
                    "org.vigilia.media.relay..",
                    "org.vigilia.media.camera..",
                    "org.vigilia.media.child..",
                    "org.vigilia.media.control..",
                    "io.netty.channel..",
                    "java.net..");

    @ArchTest
    static final ArchRule SOURCES_KNOW_NO_SUBSCRIBERS = noClasses()
            .that()
            .resideInAnyPackage("org.vigilia.media.rtsp..", "org.vigilia.media.child..", "org.vigilia.media.source..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.vigilia.media.relay..",
                    "org.vigilia.media.record..",
                    "org.vigilia.media.camera..",
                    "org.vigilia.media.control..");

    @ArchTest
    static final ArchRule THE_ARCHIVIST_KNOWS_NO_CAMERAS = noClasses()
            .that()
            .resideInAPackage("org.vigilia.media.record..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.vigilia.media.camera..",
                    "org.vigilia.media.child..",
                    "org.vigilia.media.control..",
                    "java.net..");

    @ArchTest
    static final ArchRule ONLY_THE_CHILD_AND_BENCH_START_PROCESSES = noClasses()
            .that()
            .resideOutsideOfPackages("org.vigilia.media.child..", "org.vigilia.media.bench..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class);
}
