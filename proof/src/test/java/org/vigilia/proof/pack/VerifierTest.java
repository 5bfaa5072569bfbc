package org.vigilia.proof.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.journal.NodeKey;
import org.vigilia.proof.mp4.Clip;
import org.vigilia.proof.mp4.ClipCutter;
import org.vigilia.proof.mp4.Source;

class VerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-28T20:00:00Z");
    private static final char[] PASSCODE = "correct horse".toCharArray();

    @TempDir
    Path folder;

    private Recorded recorded;
    private NodeKey key;

    @BeforeEach
    void record() throws IOException {
        recorded = Recorded.in(folder);
        key = NodeKey.open(folder.resolve("secrets"), "evidence");
    }

    private Parcel parcel(boolean withSources) throws IOException {
        Clip clip = ClipCutter.plan(recorded.sources(), Recorded.START + 1_230_000, Recorded.START + 9_450_000)
                .get(0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Hashing hashing = Hashing.of(clip, bytes);
        clip.write(hashing, written -> {});
        Seal seal = new Seal(
                Seal.FORMAT,
                1,
                "exhibit-one",
                1,
                "The \"grey\" square",
                "clip",
                "2026-0001",
                "a test",
                NOW,
                "Ada (Harbour)",
                "Vigilia test",
                new Seal.Recording(
                        "town-hall",
                        "Town hall",
                        micros(Recorded.START + 1_230_000),
                        micros(Recorded.START + 9_450_000),
                        micros(clip.shown().first()),
                        micros(clip.shown().last()),
                        "RTCP",
                        3,
                        clip.leadInMicros() / 1000,
                        clip.leadOutMicros() / 1000,
                        List.of(),
                        clip.sources().stream().map(line -> line.write()).toList()),
                null,
                null,
                List.of(),
                List.of(hashing.seal("clip.mp4", "video/mp4")));
        Custody.Link made = Custody.Link.after(
                Hash.NONE, new Custody.Event("exhibit-one", 1, NOW, "Ada (Harbour)", "sealed", "for a test"));
        Custody.Link seen = Custody.Link.after(
                made.hash(), new Custody.Event("exhibit-one", 2, NOW, "Bob (Police)", "played", "ümlaut"));
        Custody custody =
                new Custody(List.of(made, seen), List.of(Custody.Checkpoint.sign("exhibit-one", 2, seen.hash(), key)));
        List<Parcel.Content> sources = withSources ? sources(clip) : List.of();
        byte[] content = bytes.toByteArray();
        return Parcel.plain(
                new Parcel.Cover(
                        "package-one",
                        new Manifest.Made(NOW, "Ada (Harbour)", "for the court", "Vigilia test"),
                        new Manifest.Recipient("share-one", "The defence", "viewer-one"),
                        new Manifest.About("2026-0001", "Grey squares"),
                        List.of(recorded.key().verifyKey())),
                List.of(new Parcel.Packed(seal.sign(key), custody, List.of(() -> new ByteArrayInputStream(content)))),
                sources,
                key);
    }

    private List<Parcel.Content> sources(Clip clip) throws IOException {
        List<Parcel.Content> contents = new ArrayList<>();
        for (Source source : recorded.sources()) {
            Entry.Segment segment = source.segment();
            if (!clip.sources().contains(source.line())) {
                continue;
            }
            byte[] bytes = Files.readAllBytes(recorded.root().resolve(segment.file()));
            contents.add(Parcel.enclosed(
                    clip, source, "source/1/" + segment.number() + ".mp4", () -> new ByteArrayInputStream(bytes)));
        }
        return contents;
    }

    private static Instant micros(long micros) {
        return Instant.EPOCH.plusNanos(micros * 1000);
    }

    private static byte[] write(Parcel parcel) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parcel.writeTo(out);
        assertThat(out.size()).isEqualTo(parcel.bytes());
        return out.toByteArray();
    }

    private static Report verify(byte[] bytes) throws IOException {
        return Verifier.verify(new ByteArrayInputStream(bytes), null, null);
    }

    private static String told(Report report) {
        return String.join("\n", report.lines());
    }

    @Test
    void aPackageHoldsAndAnyZipToolOpensIt() throws IOException {
        byte[] bytes = write(parcel(true));
        Report report = verify(bytes);
        assertThat(report.verified()).as(told(report)).isTrue();
        assertThat(told(report))
                .contains("byte for byte, those of the recorded segments enclosed", "2 entries", "The defence")
                .endsWith("VERIFIED");
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                zip.readAllBytes();
            }
        }
        assertThat(names)
                .startsWith("manifest.json", "manifest.sig", "README.txt")
                .endsWith("exhibits/1/clip.mp4");
    }

    @Test
    void oneChangedByteAnywhereIsNeverVerified() throws IOException {
        byte[] whole = write(parcel(true));
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            int at = i < 80 ? i : i < 200 ? whole.length - 1 - (i - 80) * 7 : random.nextInt(whole.length);
            byte[] changed = whole.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            Report report = verify(changed);
            assertThat(report.isPackage()).as("byte " + at).isTrue();
            assertThat(report.verified()).as("byte " + at).isFalse();
        }
        for (int length : new int[] {whole.length - 1, whole.length / 2, 100}) {
            assertThat(verify(Arrays.copyOf(whole, length)).verified()).isFalse();
        }
        assertThat(told(verify(Arrays.copyOf(whole, whole.length + 1)))).contains("something after the end");
    }

    @Test
    void aChangedPictureIsNamedWithItsExhibitAndSecond() throws IOException {
        Parcel parcel = parcel(false);
        byte[] bytes = write(parcel);
        FileSeal clip =
                parcel.manifest().exhibits().get(0).seal().read().files().get(0);
        int from = bytes.length - tailBytes(bytes) - (int) clip.bytes();
        int checked = 0;
        long at = from;
        for (Piece piece : clip.pieces()) {
            Long ms = piece.atMs();
            if (ms != null && ms >= 0) {
                byte[] changed = bytes.clone();
                changed[(int) (at + piece.bytes() / 2)] ^= 1;
                assertThat(told(verify(changed)))
                        .contains("FAILS Exhibit 1 \"The \"grey\" square\": clip.mp4 was changed at second " + ms / 1000
                                + " (")
                        .endsWith("NOT VERIFIED");
                checked++;
            }
            at += piece.bytes();
        }
        assertThat(checked).isGreaterThan(10);
    }

    private static int tailBytes(byte[] zip) {
        return java.nio.ByteBuffer.wrap(zip)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .getInt(zip.length - 10)
                + 22;
    }

    @Test
    void aForgerIsFoundOut() throws IOException {
        NodeKey forger = NodeKey.open(folder.resolve("secrets"), "forger");
        NodeKey honest = key;
        key = forger;
        byte[] forged = write(parcel(true));
        Report report = Verifier.verify(new ByteArrayInputStream(forged), honest.verifyKey(), null);
        assertThat(report.verified()).isFalse();
        assertThat(told(report)).contains("is not the one you gave");
        assertThat(told(verify(forged)))
                .contains("note  Signed by key " + forger.verifyKey().id());
    }

    @Test
    void somethingElseIsNoPackage() throws IOException {
        assertThat(verify(new byte[0]).isPackage()).isFalse();
        assertThat(verify("hello".repeat(100).getBytes(StandardCharsets.UTF_8)).isPackage())
                .isFalse();
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("../../etc/passwd"));
            out.write(1);
        }
        assertThat(verify(zip.toByteArray()).isPackage()).isFalse();
        assertThat(Zip.safe("../x")).isFalse();
        assertThat(Zip.safe("a/../x")).isFalse();
        assertThat(Zip.safe("/x")).isFalse();
        assertThat(Zip.safe("a\\b")).isFalse();
        assertThat(Zip.safe("exhibits/1/clip.mp4")).isTrue();
    }

    @Test
    void anEncryptedPackageOpensByTheDocumentedCommandAndByThePage() throws Exception {
        Path file = folder.resolve("x.vgx");
        Passcode.of(PASSCODE).write(parcel(true), "outer-one", "Vigilia test", key, file);
        try (InputStream in = Files.newInputStream(file)) {
            assertThat(told(Verifier.verify(in, null, null)))
                    .contains("was not looked at")
                    .endsWith("VERIFIED");
        }
        try (InputStream in = Files.newInputStream(file)) {
            assertThat(told(Verifier.verify(in, null, PASSCODE)))
                    .contains("2 entries")
                    .doesNotContain("FAILS");
        }
        try (InputStream in = Files.newInputStream(file)) {
            assertThat(told(Verifier.verify(in, null, "wrong".toCharArray())))
                    .contains("The passcode does not open")
                    .endsWith("NOT VERIFIED");
        }
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file));
                OutputStream out = Files.newOutputStream(folder.resolve("package.enc"))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals("package.enc")) {
                    zip.transferTo(out);
                }
            }
        }
        Process openssl = new ProcessBuilder(command("correct horse"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(openssl.waitFor())
                .as(new String(openssl.getInputStream().readAllBytes()))
                .isZero();
        assertThat(verify(Files.readAllBytes(folder.resolve("package.zip"))).verified())
                .isTrue();
        assertThat(page(Files.readAllBytes(file), "correct horse"))
                .isEqualTo(lines(Verifier.verify(Files.newInputStream(file), null, PASSCODE)));
    }

    private static List<String> command(String passcode) {
        return List.of(
                "openssl",
                "enc",
                "-d",
                "-aes-256-cbc",
                "-pbkdf2",
                "-iter",
                "600000",
                "-md",
                "sha256",
                "-in",
                "package.enc",
                "-out",
                "package.zip",
                "-pass",
                "pass:" + passcode);
    }

    @Test
    void thePageFindsTheSameInTheSameWords() throws Exception {
        byte[] whole = write(parcel(true));
        assertThat(page(whole, "")).isEqualTo(lines(verify(whole)));
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<byte[]> changed = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            byte[] each = whole.clone();
            // in the JSON of a manifest, Java and JavaScript may fail to read different things
            int manifest = manifestEnd(whole);
            each[manifest + random.nextInt(whole.length - manifest)] ^= (byte) (1 << random.nextInt(8));
            changed.add(each);
            expected.add(lines(verify(each)));
        }
        List<String> found = pages(changed, "");
        assertThat(found).isEqualTo(expected);
        List<byte[]> manifests = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            byte[] each = whole.clone();
            each[random.nextInt(manifestEnd(whole))] ^= (byte) (1 << random.nextInt(8));
            manifests.add(each);
        }
        assertThat(pages(manifests, "")).allMatch(report -> report.endsWith("NOT VERIFIED"));
    }

    @Test
    void readingsOfASensorAreToldByBothInTheSameWords() throws Exception {
        byte[] csv = "time,value,unit,quality,received\r\n".getBytes(StandardCharsets.UTF_8);
        FileSeal file = Parcel.Content.of("readings.csv", "text/csv", csv).seal();
        Seal seal = new Seal(
                Seal.FORMAT,
                1,
                "exhibit-two",
                1,
                "Smell",
                "series",
                "2026-0001",
                "a test",
                NOW,
                "Ada (Harbour)",
                "Vigilia test",
                null,
                new Seal.Series(
                        7,
                        "PM2.5",
                        "Air at the bridge",
                        "PM25",
                        "µg/m³",
                        NOW,
                        NOW.plusSeconds(3_600),
                        NOW.plusMillis(1_200),
                        NOW.plusSeconds(3_000),
                        51,
                        2),
                null,
                List.of("Times are UTC."),
                List.of(file));
        Parcel.Cover cover = new Parcel.Cover(
                "package-two",
                new Manifest.Made(NOW, "Ada (Harbour)", "for the court", "Vigilia test"),
                null,
                new Manifest.About("2026-0001", "Smell"),
                List.of());
        Parcel parcel = Parcel.plain(
                cover,
                List.of(new Parcel.Packed(
                        seal.sign(key),
                        new Custody(List.of(), List.of()),
                        List.of(() -> new ByteArrayInputStream(csv)))),
                List.of(),
                key);
        byte[] bytes = write(parcel);
        assertThat(told(verify(bytes)))
                .contains("Exhibit 1 \"Smell\": 51 readings of PM2.5 by sensor Air at the bridge in µg/m³, from "
                        + "2026-11-28T20:00:01.200Z to 2026-11-28T20:50:00Z (UTC); 2 of them are marked as doubtful.")
                .endsWith("\nVERIFIED");
        assertThat(page(bytes, "")).isEqualTo(lines(verify(bytes)));
    }

    private static int manifestEnd(byte[] zip) {
        return 43
                + java.nio.ByteBuffer.wrap(zip)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .getInt(18);
    }

    private static String lines(Report report) {
        return String.join("\n", report.lines());
    }

    private String page(byte[] bytes, String passcode) throws Exception {
        return pages(List.of(bytes), passcode).get(0);
    }

    /** Runs the page's script in Node.js. */
    private List<String> pages(List<byte[]> packages, String passcode) throws Exception {
        String html = new String(Words.verifier(), StandardCharsets.UTF_8);
        String script = html.substring(html.indexOf("<script id=\"verify\">") + 20);
        script = script.substring(0, script.indexOf("</script>"));
        Path program = folder.resolve("verify.cjs");
        Files.writeString(program, script + """
                ;(async () => {
                  const fs = require('fs'); const signs = { HOLDS: '  ok    ', FAILS: '  FAILS ', NOTE: '  note  ' };
                  for (const file of process.argv.slice(3)) {
                    const r = await Vigilia.verify(new Blob([fs.readFileSync(file)]), { passcode: process.argv[2] || null });
                    const lines = r.findings.map(f => signs[f.kind] + f.text);
                    if (r.isPackage) lines.push(r.verified ? 'VERIFIED' : 'NOT VERIFIED');
                    process.stdout.write(lines.join('\\n') + '\\0');
                  }
                })().catch(e => { console.error(e); process.exit(1); });
                """);
        List<String> command = new ArrayList<>(List.of("node", "--no-warnings", program.toString(), passcode));
        for (int i = 0; i < packages.size(); i++) {
            Path file = folder.resolve("changed-" + i);
            Files.write(file, packages.get(i));
            command.add(file.toString());
        }
        Path out = folder.resolve("said");
        Process node = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(node.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).isZero();
        return List.of(Files.readString(out).split("\0"));
    }
}
