package org.vigilia.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.vigilia.server.audit.Who;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.BundledFfmpeg;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** The small pictures by which exhibits are told apart. */
class PreviewITCase extends EvidenceCity {
    private static final Map<String, String> TUS =
            Map.of("Content-Type", "application/offset+octet-stream", "Upload-Offset", "0");

    @Test
    void aClipShowsItsFirstPictureSmallEncryptedAndOutsideTheSeal() throws IOException {
        decoder();
        String about = openCase("Which of the twelve");
        String id = clip(about, START, START.plusSeconds(4)).path("id").asString();
        // made after the sealing, before anybody asks
        Path kept = server.data().resolve("evidence/exhibits/" + id + "/preview.jpg.enc");
        RunningServer.await("the preview of " + id, () -> Files.exists(kept));
        Browser.Answer seen = detective.get(path(id)).expect(200);
        assertThat(seen.header("Content-Type")).contains("image/jpeg");
        assertThat(seen.header("Cache-Control")).contains("no-store");
        BufferedImage picture = picture(seen.bytes());
        assertThat(picture.getWidth()).isEqualTo(64);
        assertThat(picture.getHeight()).isEqualTo(48);
        byte[] stored = Files.readAllBytes(kept);
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("JFIF");
        assertThat(detective
                        .get("/api/v1/evidence/exhibits/" + id + "/manifest")
                        .expect(200)
                        .text())
                .doesNotContain("preview");
        byte[] vgx = detective
                .get("/api/v1/evidence/cases/" + about + "/package")
                .expect(200)
                .bytes();
        assertThat(new String(vgx, StandardCharsets.ISO_8859_1)).doesNotContain("preview.jpg");
        assertThat(String.join("\n", verify(vgx, null).lines())).endsWith("\nVERIFIED");
        // pictures before the first one shown are in the file, too, and must not be what is seen
        JsonNode later = clip(about, START.plusMillis(1_230), START.plusSeconds(4));
        assertThat(later.at("/recording/leadInMs").asInt()).isPositive();
        // the recording grows brighter with each picture, from black on
        assertThat(brightest(picture)).isLessThan(40);
        assertThat(brightest(picture(detective
                        .get(path(later.path("id").asString()))
                        .expect(200)
                        .bytes())))
                .isBetween(150, 250);
        // an exhibit of before has none; a damaged one is as good as none
        Files.delete(kept);
        assertThat(detective.get(path(id)).expect(200).bytes()).isEqualTo(seen.bytes());
        stored[stored.length / 2] ^= 1;
        Files.write(kept, stored);
        assertThat(detective.get(path(id)).expect(200).bytes()).isEqualTo(seen.bytes());
        server.administrator().post("/api/v1/evidence/keys/rotate", Map.of()).expect(200);
        assertThat(detective.get(path(id)).expect(200).bytes()).isEqualTo(seen.bytes());
    }

    @Test
    void whoSeesItIsWrittenDownOnceADayAndOthersAreRefused() {
        decoder();
        String about = openCase("Looks");
        String id = clip(about, START, START.plusSeconds(2)).path("id").asString();
        String agency = server.agency("Harbour Police");
        Browser other = server.person("SUPERVISOR", agency);
        other.get(path(id)).expect(404);
        server.person("OPERATOR").get(path(id)).expect(403);
        server.browser().get(path(id)).expect(401);
        assertThat(story(id)).containsExactly("asked for", "sealed");
        detective.get(path(id)).expect(200);
        detective.get(path(id)).expect(200);
        assertThat(story(id)).containsExactly("asked for", "sealed", "preview seen");
        assertThat(server.administrator()
                        .get("/api/v1/audit?search=exhibit.preview.seen")
                        .expect(200)
                        .text())
                .contains(id);
        share(about, Map.of("kind", "AGENCY", "agency", agency));
        other.get(path(id)).expect(200);
        other.get(path(id)).expect(200);
        assertThat(story(id).stream().filter("preview seen"::equals)).hasSize(2);
        assertThat(detective
                        .get("/api/v1/evidence/exhibits/" + id + "/custody")
                        .expect(200)
                        .json()
                        .path("holds")
                        .asBoolean())
                .isTrue();
        // by a link there is no way to it
        Map<String, String> visit = visit(share(about, Map.of("kind", "LINK", "mode", "DOWNLOAD")));
        assertThat(outside("GET", "/exhibits/" + id + "/preview", new byte[0], visit)
                        .statusCode())
                .isBetween(400, 499);
    }

    @Test
    void aCopyShowsItsOwnPicturesAndNeverThoseOfItsOriginal() throws IOException, InterruptedException {
        BundledFfmpeg here = decoder();
        String about = openCase("Redacted");
        JsonNode clip = clip(about, START, START.plusSeconds(2));
        Exhibits exhibits = server.bean(Exhibits.class);
        Exhibit original =
                server.bean(ExhibitStore.class).find(clip.path("id").asString()).orElseThrow();
        byte[] before = detective.get(path(original.id())).expect(200).bytes();
        Exhibit asked = exhibits.ask(
                Who.SERVER,
                "a test",
                server.bean(Cases.class).find(about).orElseThrow(),
                Exhibit.Kind.CLIP,
                "All is hidden",
                "a test",
                original.wish(),
                original.id());
        Path hidden = film(here, "red", "hidden.mp4");
        server.bean(Maker.class).sealDerived(asked, original, "everything was hidden", hidden, List.of());
        byte[] seen = detective.get(path(asked.id())).expect(200).bytes();
        assertThat(seen).isNotEqualTo(before);
        assertRed(picture(seen));
    }

    @Test
    void whatIsBroughtInIsShownAndWhatShowsNothingIsNoFault() throws IOException, InterruptedException {
        BundledFfmpeg here = decoder();
        String about = openCase("Brought in");
        // this one has its tables behind its pictures, as phones write them
        byte[] film = Files.readAllBytes(film(here, "red", "phone.mp4"));
        assertThat(new String(film, StandardCharsets.ISO_8859_1).indexOf("moov"))
                .isGreaterThan(new String(film, StandardCharsets.ISO_8859_1).indexOf("mdat"));
        String phone = bring(about, "phone.mp4", film);
        BufferedImage seen = picture(detective.get(path(phone)).expect(200).bytes());
        assertRed(seen);
        assertThat(seen.getWidth()).isEqualTo(320);
        assertThat(seen.getHeight()).isEqualTo(180);
        String png = bring(about, "plan.png", Files.readAllBytes(film(here, "red", "plan.png")));
        assertRed(picture(detective.get(path(png)).expect(200).bytes()));
        String jpeg = bring(about, "plan.jpg", Files.readAllBytes(film(here, "red", "plan.jpg")));
        assertRed(picture(detective.get(path(jpeg)).expect(200).bytes()));
        String snapshot = detective
                .post(
                        "/api/v1/evidence/cases/" + about + "/snapshots",
                        Map.of(
                                "camera",
                                camera.value(),
                                "at",
                                START.plusSeconds(1).toString()))
                .expect(202)
                .json()
                .path("id")
                .asString();
        assertThat(await(snapshot).path("state").asString()).isEqualTo("READY");
        assertThat(picture(detective.get(path(snapshot)).expect(200).bytes()).getWidth())
                .isEqualTo(64);
        String text = bring(about, "letter.txt", "Dear all".getBytes(StandardCharsets.US_ASCII));
        assertThat(detective.get(path(text)).expect(404).text()).contains("no preview");
        // it says that it is a film, and is none
        String broken = bring(about, "broken.mp4", java.util.Arrays.copyOf(film, 600));
        detective.get(path(broken)).expect(404);
        // it is not tried again, even if it could be made now
        Exhibit tried = server.bean(ExhibitStore.class).find(broken).orElseThrow();
        Path file = server.bean(Exhibits.class).path(broken, "file.mp4");
        byte[] key = java.util.Objects.requireNonNull(tried.wrappedKey());
        try (OutputStream out = server.bean(Vault.class).write(broken, key, "file.mp4", file)) {
            out.write(film);
        }
        detective.get(path(broken)).expect(404);
        assertThat(story(broken)).containsExactly("asked for", "sealed");
    }

    private static BundledFfmpeg decoder() {
        Assumptions.assumeTrue(ffmpeg.isPresent(), "skipped: ffmpeg's jar is not in the local repository");
        return ffmpeg.orElseThrow();
    }

    private static String path(String exhibit) {
        return "/api/v1/evidence/exhibits/" + exhibit + "/preview";
    }

    private static List<String> story(String exhibit) {
        return detective
                .get("/api/v1/evidence/exhibits/" + exhibit + "/custody")
                .expect(200)
                .json()
                .findValuesAsString("what");
    }

    private static BufferedImage picture(byte[] jpeg) throws IOException {
        assertThat(jpeg).startsWith(0xFF, 0xD8, 0xFF);
        return java.util.Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(jpeg)), "no picture");
    }

    private static int brightest(BufferedImage picture) {
        int most = 0;
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                most = Math.max(most, picture.getRGB(x, y) & 255);
            }
        }
        return most;
    }

    private static void assertRed(BufferedImage picture) {
        int middle = picture.getRGB(picture.getWidth() / 2, picture.getHeight() / 2);
        assertThat(middle >> 16 & 255).isGreaterThan(220);
        assertThat(middle >> 8 & 255).isLessThan(40);
        assertThat(middle & 255).isLessThan(40);
    }

    private static Path film(BundledFfmpeg here, String colour, String name) throws IOException, InterruptedException {
        Path film = folder.resolve(name);
        boolean still = !name.endsWith(".mp4");
        BundledFfmpeg.Ending ending = here.run(
                "-y",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "color=" + colour + ":s=640x360:r=10:d=1",
                "-frames:v",
                still ? "1" : "10",
                "-c:v",
                still ? (name.endsWith(".png") ? "png" : "mjpeg") : "mpeg4",
                film.toString());
        assertThat(ending.code()).as(ending.printed()).isZero();
        return film;
    }

    private static String bring(String about, String name, byte[] bytes) {
        String place = detective
                .send(
                        "POST",
                        "/api/v1/evidence/cases/" + about + "/files?name=" + name,
                        null,
                        Map.of("Upload-Length", String.valueOf(bytes.length)))
                .expect(201)
                .header("Location")
                .orElseThrow();
        return detective
                .send("PATCH", place, bytes, TUS)
                .expect(204)
                .header("X-Exhibit")
                .orElseThrow();
    }
}
