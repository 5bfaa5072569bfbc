package org.vigilia.proof.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.id.CameraId;

class JournalTest {
    private static final CameraId CAMERA = new CameraId("a:b.1");
    private static final Clock DAY_ONE = Clock.fixed(Instant.parse("2026-11-28T23:59:59Z"), ZoneOffset.UTC);
    private static final Clock DAY_TWO = Clock.fixed(Instant.parse("2026-11-29T00:00:01Z"), ZoneOffset.UTC);

    @TempDir
    Path root;

    private NodeKey key;

    @BeforeEach
    void makeKey() throws IOException {
        key = NodeKey.open(root.resolve("keys"), "media");
    }

    private void write(Clock clock, int entries) throws IOException {
        Journal journal = Journal.open(root.resolve("footage"), CAMERA, key, clock);
        for (int i = 0; i < entries; i++) {
            journal.append(number -> new Entry.Gap(
                    CAMERA, number, number * 1000, number * 1000 + 1000, Entry.Cause.NETWORK, "ümlaut \"quoted\""));
        }
    }

    private JournalReader.Found read() throws IOException {
        return JournalReader.read(root.resolve("footage"), CAMERA, List.of(key.verifyKey()));
    }

    @Test
    void aChainGoesOnOverDaysAndRestarts() throws IOException {
        write(DAY_ONE, 3);
        write(DAY_TWO, 2);
        assertThat(read().faults()).isEmpty();
        assertThat(read().lines()).extracting(line -> line.entry().number()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(JournalReader.cameras(root.resolve("footage"))).containsExactly(CAMERA);
    }

    @Test
    void aHalfWrittenLineIsCutOffAndTheChainGoesOn() throws IOException {
        write(DAY_ONE, 3);
        Path file = JournalReader.files(root.resolve("footage"), CAMERA).get(0);
        byte[] whole = Files.readAllBytes(file);
        int afterTwo =
                new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1).lastIndexOf('\n', whole.length - 2) + 1;
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            int length = afterTwo + random.nextInt(whole.length - afterTwo);
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            write(DAY_ONE, 1);
            assertThat(read().faults()).as("cut at " + length).isEmpty();
            assertThat(read().lines()).hasSize(3);
        }
    }

    @Test
    void whatWasChangedTakenOutOrForgedIsNamed() throws IOException {
        write(DAY_ONE, 3);
        Path file = JournalReader.files(root.resolve("footage"), CAMERA).get(0);
        String whole = Files.readString(file);
        Files.writeString(file, whole.replaceFirst("NETWORK", "OVERLOAD"));
        assertThat(read().faults()).singleElement().asString().contains("line 1", "was changed");
        Files.writeString(
                file,
                whole.substring(0, whole.indexOf('\n') + 1)
                        + whole.substring(whole.indexOf('\n', whole.indexOf('\n') + 1) + 1));
        assertThat(read().faults()).anyMatch(fault -> fault.contains("line 2: is entry 3, but 2 should stand here"));
        Files.writeString(file, whole);
        NodeKey stranger = NodeKey.open(root.resolve("keys"), "stranger");
        assertThat(JournalReader.read(root.resolve("footage"), CAMERA, List.of(stranger.verifyKey()))
                        .faults())
                .hasSize(3)
                .allMatch(fault -> fault.contains("not signed by a known key"));
    }

    @Test
    void aChangedLastLineIsStillThereAndNamedAfterTheNextStart() throws IOException {
        write(DAY_ONE, 2);
        Path file = JournalReader.files(root.resolve("footage"), CAMERA).get(0);
        String whole = Files.readString(file);
        int last = whole.lastIndexOf("NETWORK");
        Files.writeString(file, whole.substring(0, last) + "OVERLOAD" + whole.substring(last + "NETWORK".length()));
        write(DAY_ONE, 1);
        assertThat(read().lines()).hasSize(3);
        assertThat(read().faults()).singleElement().asString().contains("line 2", "was changed");
    }

    @Test
    void theSecretIsItsOwnersOnlyAndTheKeyStays() throws IOException {
        assertThat(Files.getPosixFilePermissions(root.resolve("keys/media.key")))
                .hasSize(2);
        NodeKey again = NodeKey.open(root.resolve("keys"), "media");
        assertThat(again.verifyKey().id()).isEqualTo(key.verifyKey().id());
        assertThat(VerifyKey.parse(key.verifyKey().text()).verifies(new byte[3], again.sign(new byte[3])))
                .isTrue();
        assertThat(again.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void noCameraNameLeavesItsFolder() {
        for (String id : List.of("..", ".", "a.b", "x:y")) {
            String name = Folders.name(new CameraId(id));
            assertThat(name).doesNotContain(".").doesNotContain("/");
            assertThat(Folders.camera(name)).isEqualTo(new CameraId(id));
        }
    }
}
