package org.vigilia.proof.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.proof.journal.NodeKey;
import org.vigilia.proof.stamp.Authorities;
import org.vigilia.proof.stamp.FakeAuthority;

/** Packages with time stamps: what the command line and the page say of them. */
class StampedTest {
    private static final Instant SEALED = Instant.parse("2026-11-29T10:00:00.400Z");
    private static final byte[] CONTENT = "hello".getBytes(StandardCharsets.UTF_8);
    private static final String LABEL = "Exhibit 1 \"Letter\": ";

    @TempDir
    Path folder;

    private final FakeAuthority authority = new FakeAuthority("Clock Tower");
    private NodeKey key;

    @BeforeEach
    void key() throws IOException {
        key = NodeKey.open(folder.resolve("secrets"), "evidence");
    }

    private Seal.Signed seal(String title) {
        FileSeal file = Parcel.Content.of("letter.txt", "text/plain", CONTENT).seal();
        return new Seal(
                        Seal.FORMAT,
                        1,
                        "exhibit-one",
                        1,
                        title,
                        "file",
                        "2026-0001",
                        "a test",
                        SEALED,
                        "Ada (Harbour)",
                        "Vigilia test",
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(file))
                .sign(key);
    }

    private byte[] pack(Seal.Signed seal, byte[]... stamps) throws IOException {
        Parcel.Cover cover = new Parcel.Cover(
                "package-one",
                new Manifest.Made(SEALED, "Ada (Harbour)", "for the court", "Vigilia test"),
                null,
                new Manifest.About("2026-0001", "A letter"),
                List.of());
        Parcel.Packed exhibit = new Parcel.Packed(
                seal,
                new Custody(List.of(), List.of()),
                List.of(() -> new ByteArrayInputStream(CONTENT)),
                List.of(stamps));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Parcel.plain(cover, List.of(exhibit), List.of(), key).writeTo(out);
        return out.toByteArray();
    }

    private static String told(byte[] vgx, @Nullable Authorities authorities) throws IOException {
        return String.join(
                "\n",
                Verifier.verify(new ByteArrayInputStream(vgx), null, null, authorities)
                        .lines());
    }

    private String stampedAfter(Duration after) throws Exception {
        Seal.Signed seal = seal("Letter");
        return told(pack(seal, authority.stamp(seal.text(), SEALED.plus(after))), null);
    }

    @Test
    void aGoodTokenTellsWhoConfirmsWhichTime() throws Exception {
        assertThat(stampedAfter(Duration.ofMillis(2_600)))
                .contains("  ok    " + LABEL + "Clock Tower (Time Office) confirms that this seal existed at"
                        + " 2026-11-29T10:00:03Z (UTC), 2 s after it was sealed.")
                .contains("  note  " + LABEL + "the certificate of Clock Tower (Time Office) was not checked against a"
                        + " list of authorities. --tsa-ca FILE does that.")
                .doesNotContain("hour")
                .endsWith("\nVERIFIED");
    }

    @Test
    void aTokenThatCameLateOrTooEarlyIsNoted() throws Exception {
        assertThat(stampedAfter(Duration.ofHours(30)))
                .contains("29 h after it was sealed", "more than an hour later")
                .endsWith("\nVERIFIED");
        assertThat(stampedAfter(Duration.ofMinutes(-10)))
                .contains("10 min before the agency says", "one of the two clocks was wrong")
                .endsWith("\nVERIFIED");
        assertThat(stampedAfter(Duration.ofMillis(-400)))
                .contains("0 s after it was sealed")
                .doesNotContain("wrong");
    }

    @Test
    void aTokenOfAnotherOrAChangedSealFails() throws Exception {
        byte[] stamp = authority.stamp(seal("Letter").text(), SEALED);
        Seal.Signed changed = seal("Letter!");
        String told = told(pack(changed, stamp), null);
        assertThat(told)
                .contains("FAILS Exhibit 1 \"Letter!\": its time stamp does not hold: it is of something else, not of"
                        + " this seal.")
                .endsWith("\nNOT VERIFIED");
        assertThat(page(pack(changed, stamp)))
                .contains("FAILS Exhibit 1 \"Letter!\": its time stamp does not hold: it is of something else, not of"
                        + " this seal.")
                .endsWith("\nNOT VERIFIED");
    }

    @Test
    void aBrokenSignatureOrTheWrongCertificateFails() throws Exception {
        Seal.Signed seal = seal("Letter");
        byte[] good = authority.stamp(seal.text(), SEALED);
        byte[] broken = good.clone();
        broken[broken.length - 1] ^= 1;
        assertThat(told(pack(seal, good, broken), null))
                .contains("ok    " + LABEL + "Clock Tower")
                .contains("FAILS " + LABEL + "its time stamp does not hold: its signature does not hold.")
                .endsWith("\nNOT VERIFIED");
        byte[] website = new FakeAuthority("Website", KeyPurposeId.id_kp_serverAuth).signed(good);
        assertThat(told(pack(seal, website), null))
                .contains("FAILS " + LABEL
                        + "its time stamp does not hold: the certificate of its signer is not one for time stamps.")
                .endsWith("\nNOT VERIFIED");
        assertThat(told(pack(seal, new byte[] {48, 3}), null))
                .contains("it cannot be read")
                .endsWith("\nNOT VERIFIED");
        assertThat(page(pack(seal, new byte[] {48, 3})))
                .contains("it cannot be read")
                .endsWith("\nNOT VERIFIED");
    }

    @Test
    void theListOfAuthoritiesDecidesWhoIsBelieved() throws Exception {
        Seal.Signed seal = seal("Letter");
        byte[] vgx = pack(seal, authority.stamp(seal.text(), SEALED.plusSeconds(1)));
        Path own = authority.writeRoot(folder.resolve("root.pem"));
        Path other = new FakeAuthority("Clock Tower").writeRoot(folder.resolve("other.pem"));
        assertThat(told(vgx, Authorities.read(own)))
                .contains("ok    " + LABEL
                        + "the certificate of Clock Tower (Time Office) is from the authorities you gave.")
                .endsWith("\nVERIFIED");
        assertThat(told(vgx, Authorities.read(other)))
                .contains("FAILS " + LABEL
                        + "the certificate of Clock Tower (Time Office) is not from the authorities you gave.")
                .endsWith("\nNOT VERIFIED");
        Path file = Files.write(folder.resolve("x.vgx"), vgx);
        assertThat(Main.run(new String[] {file.toString(), "--tsa-ca", own.toString()}))
                .isZero();
        assertThat(Main.run(new String[] {file.toString(), "--tsa-ca", other.toString()}))
                .isEqualTo(3);
        assertThat(told(pack(seal), Authorities.read(own)))
                .contains("it has no time stamp")
                .endsWith("\nVERIFIED");
    }

    @Test
    void thePageTellsTheTimeAndThatTheCommandLineChecksTheSignature() throws Exception {
        Seal.Signed seal = seal("Letter");
        byte[] vgx = pack(seal, authority.stamp(seal.text(), SEALED.plusSeconds(5)));
        assertThat(page(vgx))
                .contains("note  " + LABEL + "a time stamp says that this seal existed at 2026-11-29T10:00:05Z (UTC)."
                        + " This page does not check who signed the time stamp; ./vigilia verify does.")
                .endsWith("\nVERIFIED");
    }

    @Test
    void aPackageWithoutTimeStampsIsWrittenAsBefore() throws Exception {
        byte[] vgx = pack(seal("Letter"));
        assertThat(new String(vgx, StandardCharsets.ISO_8859_1)).doesNotContain("timeStamps\":");
        assertThat(told(vgx, null)).doesNotContain("time stamp").endsWith("\nVERIFIED");
        assertThat(page(vgx)).isEqualTo(told(vgx, null));
    }

    @Test
    void aReaderTakesFieldsThatItDoesNotKnow() {
        Manifest.About about = Texts.read("{\"number\":\"1\",\"title\":\"x\",\"later\":[1]}", Manifest.About.class);
        assertThat(about).isEqualTo(new Manifest.About("1", "x"));
    }

    /** Runs the page's script in Node.js. */
    private String page(byte[] vgx) throws Exception {
        String html = new String(Words.verifier(), StandardCharsets.UTF_8);
        String script = html.substring(html.indexOf("<script id=\"verify\">") + 20);
        script = script.substring(0, script.indexOf("</script>"));
        Path program = folder.resolve("verify.cjs");
        Files.writeString(program, script + """
                ;(async () => {
                  const signs = { HOLDS: '  ok    ', FAILS: '  FAILS ', NOTE: '  note  ' };
                  const r = await Vigilia.verify(new Blob([require('fs').readFileSync(process.argv[2])]), {});
                  const lines = r.findings.map(f => signs[f.kind] + f.text);
                  process.stdout.write([...lines, r.verified ? 'VERIFIED' : 'NOT VERIFIED'].join('\\n'));
                })();
                """);
        Path file = Files.write(folder.resolve("page.vgx"), vgx);
        Path out = folder.resolve("said");
        Process node = new ProcessBuilder("node", "--no-warnings", program.toString(), file.toString())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).isZero();
        return Files.readString(out);
    }
}
