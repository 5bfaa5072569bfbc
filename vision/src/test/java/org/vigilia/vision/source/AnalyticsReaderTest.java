package org.vigilia.vision.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.Detection;
import org.vigilia.contract.scene.ObjectClass;

class AnalyticsReaderTest {

    private static final String MIDDLE = "<tt:BoundingBox left=\"-0.5\" top=\"0.5\" right=\"0.5\" bottom=\"-0.5\"/>";
    private static final String OLD_HUMAN = "<tt:Class><tt:ClassCandidate><tt:Type>Human</tt:Type>"
            + "<tt:Likelihood>0.8</tt:Likelihood></tt:ClassCandidate></tt:Class>";

    private final AnalyticsReader reader = new AnalyticsReader();

    @Test
    void readsTimeBoxAndBothWaysOfNamingAnObject() throws Exception {
        List<CameraFrame> frames = read(frame(
                "",
                object("1", "", MIDDLE, OLD_HUMAN)
                        + object(
                                "2",
                                "",
                                "<tt:BoundingBox left=\"0\" top=\"0\" right=\"1\" bottom=\"-1\"/>",
                                "<tt:Class><tt:Type Likelihood=\"0.7\">Bus</tt:Type></tt:Class>")));

        assertThat(frames).hasSize(1);
        assertThat(frames.get(0).at()).isEqualTo(Instant.parse("2026-11-22T12:00:00.25Z"));
        assertThat(frames.get(0).objects())
                .containsExactly(
                        new Detection(new Box(0.25, 0.25, 0.5, 0.5), ObjectClass.PERSON, 0.8),
                        new Detection(new Box(0.5, 0.5, 0.5, 0.5), ObjectClass.BUS, 0.7));
    }

    @Test
    void followsTransformationsOfTheFrameAndOfTheObject() throws Exception {
        // pixels of a 640x480 picture from the lower left, as the standard's own example has it
        String pixels = "<tt:Transformation><tt:Translate x=\"-1\" y=\"-1\"/>"
                + "<tt:Scale x=\"0.003125\" y=\"0.00416667\"/></tt:Transformation>";
        String box = "<tt:BoundingBox left=\"64\" top=\"240\" right=\"128\" bottom=\"120\"/>";
        String half = "<tt:Transformation><tt:Scale x=\"0.5\" y=\"0.5\"/></tt:Transformation>";

        Box whole = only(frame(pixels, object("1", "", box, OLD_HUMAN))).box();
        assertThat(whole.left()).isCloseTo(0.1, within(1e-4));
        assertThat(whole.top()).isCloseTo(0.5, within(1e-4));
        assertThat(whole.width()).isCloseTo(0.1, within(1e-4));
        assertThat(whole.bottom()).isCloseTo(0.75, within(1e-4));
        Box small = only(frame(pixels, object("1", half, box, OLD_HUMAN))).box();
        assertThat(small.left()).isCloseTo(0.05, within(1e-4));
        assertThat(small.bottom()).isCloseTo(0.875, within(1e-4));
    }

    @ParameterizedTest
    @CsvSource({
        "Human,PERSON",
        "Person,PERSON",
        "Vehicle,CAR",
        "Vehical,CAR",
        "car,CAR",
        "Truck,TRUCK",
        "Bicycle,BICYCLE",
        "Motorcycle,MOTORCYCLE"
    })
    void knowsTheWordsOfTheStandard(String word, ObjectClass kind) throws Exception {
        String named = "<tt:Class><tt:Type Likelihood=\"0.9\">" + word + "</tt:Type></tt:Class>";
        assertThat(only(frame("", object("1", "", MIDDLE, named))).kind()).isEqualTo(kind);
    }

    @Test
    void takesTheLikeliestWordAndTheMoreExactOne() throws Exception {
        String exact = "<tt:Class><tt:Type Likelihood=\"0.9\">Vehicle</tt:Type>"
                + "<tt:Type Likelihood=\"0.6\">Truck</tt:Type></tt:Class>";
        assertThat(only(frame("", object("1", "", MIDDLE, exact))).kind()).isEqualTo(ObjectClass.TRUCK);
        String dog = "<tt:Class><tt:Type Likelihood=\"0.9\">Animal</tt:Type>"
                + "<tt:Type Likelihood=\"0.3\">Human</tt:Type></tt:Class>";
        assertThat(read(frame("", object("1", "", MIDDLE, dog))).get(0).objects())
                .isEmpty();
        assertThat(read(frame("", object("1", "", MIDDLE, ""))).get(0).objects())
                .as("nothing said of what it is")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "left=\"NaN\" top=\"0.5\" right=\"0.5\" bottom=\"-0.5\"",
                "left=\"-Infinity\" top=\"0.5\" right=\"0.5\" bottom=\"-0.5\"",
                "left=\"1e300\" top=\"0.5\" right=\"1.1e300\" bottom=\"-0.5\"",
                "left=\"-9\" top=\"9\" right=\"9\" bottom=\"-9\"",
                "left=\"2\" top=\"0.5\" right=\"3\" bottom=\"-0.5\"",
                "left=\"0.5\" top=\"0.5\" right=\"0.5\" bottom=\"-0.5\"",
                "left=\"a\" top=\"b\" right=\"c\" bottom=\"d\"",
                "left=\"0.1\""
            })
    void leavesOutBoxesThatCannotBeAndKeepsTheOthers(String edges) throws Exception {
        List<Detection> found = read(frame(
                        "",
                        object("1", "", "<tt:BoundingBox " + edges + "/>", OLD_HUMAN)
                                + object("2", "", MIDDLE, OLD_HUMAN)))
                .get(0)
                .objects();
        assertThat(found).hasSize(1);
    }

    @Test
    void cutsOffWhatReachesOverTheEdgeAndCountsAnObjectOnce() throws Exception {
        String over = "<tt:BoundingBox left=\"-1.2\" top=\"0.5\" right=\"-0.6\" bottom=\"-0.5\"/>";
        Detection found = only(frame("", object("7", "", over, OLD_HUMAN) + object("7", "", over, OLD_HUMAN)));
        assertThat(found.box().left()).isZero();
        assertThat(found.box().width()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void readsAnEmptyFrameSeveralFramesAndADocumentOfEvents() throws Exception {
        assertThat(read(frame("", "")).get(0).objects()).isEmpty();
        assertThat(read("<tt:MetadataStream xmlns:tt=\"http://www.onvif.org/ver10/schema\"><tt:Event/>"
                        + "</tt:MetadataStream>"))
                .isEmpty();
        String one = "<tt:Frame UtcTime=\"2026-11-22T12:00:00\"/>";
        assertThat(read(document(one + one.replace("00\"", "01+01:00\""))))
                .extracting(CameraFrame::at)
                .containsExactly(Instant.parse("2026-11-22T12:00:00Z"), Instant.parse("2026-11-22T11:00:01Z"));
        assertThat(read(document(one.repeat(500)))).hasSize(AnalyticsReader.MAX_FRAMES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "<a/>",
                "<tt:MetadataStream>",
                "{\"json\":true}",
                "<MetadataStream><Frame/></MetadataStream>",
                "<MetadataStream><Frame UtcTime=\"noon\"/></MetadataStream>",
                "<MetadataStream><Frame UtcTime=\"+999999999-01-01T00:00:00Z\"/></MetadataStream>",
                "<MetadataStream><Frame UtcTime=\"2026-11-22T12:00:00Z\"><Object></Frame></MetadataStream>"
            })
    void saysWhatIsWrongWithGarbage(String garbage) {
        assertThatThrownBy(() -> read(garbage))
                .isInstanceOf(AnalyticsUnreadable.class)
                .message()
                .isNotBlank();
    }

    @Test
    void quotesLittleOfADocumentAndOnOneLine() {
        String words = "no time&#10;".repeat(5000);
        assertThatThrownBy(() -> read("<MetadataStream><Frame UtcTime=\"" + words + "\"/></MetadataStream>"))
                .isInstanceOf(AnalyticsUnreadable.class)
                .message()
                .hasSizeLessThan(250)
                .doesNotContain("\n");
    }

    @Test
    void refusesWhatIsTooLarge() {
        assertThatThrownBy(() -> read(document(" ".repeat(AnalyticsReader.MAX_BYTES))))
                .isInstanceOf(AnalyticsUnreadable.class)
                .hasMessageContaining("more than");
    }

    @Test
    void opensNoFileNorEntityThatADocumentNames(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "Human");
        String entity = "<!DOCTYPE m [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>";
        String named = "<tt:Class><tt:Type>&e;</tt:Type></tt:Class>";
        assertThatThrownBy(() -> read(entity + frame("", object("1", "", MIDDLE, named))))
                .isInstanceOf(AnalyticsUnreadable.class);
        String laughs =
                "<!DOCTYPE m [<!ENTITY a \"" + "ha".repeat(50) + "\"><!ENTITY b \"" + "&a;".repeat(50) + "\">]>";
        assertThatThrownBy(() -> read(laughs + frame("", "&b;"))).isInstanceOf(AnalyticsUnreadable.class);
        String outside = "<!DOCTYPE m SYSTEM \"" + secret.toUri() + "\">";
        assertThatThrownBy(() -> read(outside + frame("", ""))).isInstanceOf(AnalyticsUnreadable.class);
    }

    @Test
    void neverFailsInAnotherWayWhateverBytesCome() throws Exception {
        Random random = new Random(20261125);
        byte[] good = frame("", object("1", "", MIDDLE, OLD_HUMAN) + object("2", "", MIDDLE, OLD_HUMAN))
                .getBytes(StandardCharsets.UTF_8);
        int read = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = good.clone();
            int spoiled = 1 + random.nextInt(4);
            for (int i = 0; i < spoiled; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
            try {
                for (CameraFrame frame : reader.read(ByteBuffer.wrap(bytes, 0, length))) {
                    for (Detection found : frame.objects()) {
                        assertThat(found.box().right()).isLessThanOrEqualTo(1.000001);
                        assertThat(found.box().area()).isBetween(0.0, 0.91);
                    }
                }
                read++;
            } catch (AnalyticsUnreadable e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        assertThat(read).as("some survive").isBetween(100, 2900);
    }

    private Detection only(String document) throws AnalyticsUnreadable {
        List<Detection> objects = read(document).get(0).objects();
        assertThat(objects).hasSize(1);
        return objects.get(0);
    }

    private List<CameraFrame> read(String document) throws AnalyticsUnreadable {
        return reader.read(ByteBuffer.wrap(document.getBytes(StandardCharsets.UTF_8)));
    }

    private static String document(String frames) {
        return "<tt:MetadataStream xmlns:tt=\"http://www.onvif.org/ver10/schema\"><tt:VideoAnalytics>" + frames
                + "</tt:VideoAnalytics></tt:MetadataStream>";
    }

    private static String frame(String transformation, String objects) {
        return document("<tt:Frame UtcTime=\"2026-11-22T12:00:00.250Z\">" + transformation + objects + "</tt:Frame>");
    }

    private static String object(String id, String transformation, String box, String named) {
        return "<tt:Object ObjectId=\"" + id + "\"><tt:Appearance>" + transformation + "<tt:Shape>" + box
                + "<tt:CenterOfGravity x=\"0\" y=\"0\"/></tt:Shape>" + named + "</tt:Appearance></tt:Object>";
    }
}
