package org.vigilia.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.vigilia.proof.journal.Folders;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.pack.Report;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** Evidence from the recording to the outsider, and what goes wrong on the way. */
class EvidenceITCase extends EvidenceCity {
    private static final Map<String, String> BYTES = Map.of("Content-Type", "application/octet-stream");

    @Test
    void aClipIsSealedEncryptedPlayedAndProvenAndItsStoryIsTold() throws IOException {
        String about = openCase("The broken window");
        JsonNode made = clip(about, START.plusMillis(1_230), START.plusMillis(9_450));
        assertThat(made.path("state").asString()).as(made.toString()).isEqualTo("READY");
        assertThat(made.at("/recording/leadInMs").asInt()).isBetween(1100, 1300);
        String id = made.path("id").asString();
        byte[] whole = detective
                .get("/api/v1/evidence/exhibits/" + id + "/content")
                .expect(200)
                .bytes();
        assertThat(Hash.hex(Hash.sha256(whole)))
                .isEqualTo(made.at("/files/0/sha256").asString());
        byte[] stored = Files.readAllBytes(server.data().resolve("evidence/exhibits/" + id + "/clip.mp4.enc"));
        assertThat(new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("ftypisom");
        byte[] part = detective
                .send("GET", "/api/v1/evidence/exhibits/" + id + "/content", null, Map.of("Range", "bytes=100-199"))
                .expect(206)
                .bytes();
        assertThat(part).isEqualTo(java.util.Arrays.copyOfRange(whole, 100, 200));
        assertThat(detective
                        .get("/api/v1/evidence/exhibits/" + id + "/verify")
                        .expect(200)
                        .json()
                        .path("verified")
                        .asBoolean())
                .isTrue();
        byte[] vgx = detective
                .get("/api/v1/evidence/cases/" + about + "/package?sources=true&why=court")
                .expect(200)
                .bytes();
        assertThat(String.join("\n", verify(vgx, null).lines()))
                .contains("byte for byte, those of the recorded segments enclosed")
                .endsWith("VERIFIED")
                .doesNotContain("NOT VERIFIED");
        JsonNode story = detective
                .get("/api/v1/evidence/exhibits/" + id + "/custody")
                .expect(200)
                .json();
        assertThat(story.path("holds").asBoolean()).isTrue();
        assertThat(story.findValuesAsString("what"))
                .containsExactly("asked for", "sealed", "played", "verified", "exported");
        JdbcClient sql = server.bean(JdbcClient.class);
        assertThatThrownBy(() -> sql.sql("delete from custody").update()).hasMessageContaining("only ever added to");
        int rewrapped = server.administrator()
                .post("/api/v1/evidence/keys/rotate", Map.of())
                .expect(200)
                .json()
                .path("rewrapped")
                .asInt();
        assertThat(rewrapped).isPositive();
        assertThat(detective
                        .get("/api/v1/evidence/exhibits/" + id + "/content")
                        .expect(200)
                        .bytes())
                .isEqualTo(whole);
        stored[stored.length / 2] ^= 1;
        Files.write(server.data().resolve("evidence/exhibits/" + id + "/clip.mp4.enc"), stored);
        assertThat(detective
                        .get("/api/v1/evidence/exhibits/" + id + "/verify")
                        .expect(200)
                        .json()
                        .path("verified")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void gapsAreSaidAndWhatWasNeverRecordedOrWasChangedIsNotMade() throws IOException {
        String about = openCase("Gaps");
        JsonNode partly = clip(about, START.plusSeconds(10), START.plusSeconds(14));
        assertThat(partly.at("/recording/gaps/0/cause").asString()).contains("CAMERA_AWAY");
        JsonNode none = clip(about, START.plusSeconds(12), START.plusSeconds(14));
        assertThat(none.path("state").asString()).isEqualTo("FAILED");
        assertThat(none.path("failure").asString()).contains("nothing was recorded", "CAMERA_AWAY");
        Path first = folder.resolve("recordings").resolve(Folders.segment(camera, Recordings.micros(START)));
        byte[] honest = Files.readAllBytes(first);
        byte[] forged = honest.clone();
        forged[forged.length - 1000] ^= 1;
        Files.write(first, forged);
        JsonNode changed = clip(about, START, START.plusSeconds(3));
        Files.write(first, honest);
        assertThat(changed.path("failure").asString()).contains("changed after it was recorded");
    }

    @Test
    void otherAgenciesSeeACaseOnlyWhileItIsSharedWithThem() {
        String about = openCase("Shared");
        JsonNode made = clip(about, START, START.plusSeconds(2));
        String agency = server.agency("Port Police");
        Browser other = server.person("SUPERVISOR", agency);
        other.get("/api/v1/evidence/cases/" + about).expect(404);
        String share = share(about, Map.of("kind", "AGENCY", "agency", agency))
                .at("/share/id")
                .asString();
        assertThat(other.get("/api/v1/evidence/cases").expect(200).text()).contains(about);
        other.get("/api/v1/evidence/exhibits/" + made.path("id").asString() + "/content")
                .expect(200);
        other.patch("/api/v1/evidence/cases/" + about, Map.of("title", "Mine")).expect(404);
        detective.delete("/api/v1/evidence/cases/" + about + "/shares/" + share).expect(204);
        other.get("/api/v1/evidence/cases/" + about).expect(404);
    }

    @Test
    void anOutsiderTakesWhatWasSharedUntilItIsRevoked() throws IOException {
        String about = openCase("Outside");
        String exhibit = clip(about, START, START.plusSeconds(2)).path("id").asString();
        JsonNode link = share(about, Map.of("kind", "LINK", "mode", "DOWNLOAD"));
        assertThat(link.path("url").asString()).startsWith("/shared#");
        String passcode = link.path("passcode").asString();
        JsonNode opened = JSON.readTree(open(link, passcode).body());
        assertThat(opened.at("/exhibits/0/id").asString()).isEqualTo(exhibit);
        Map<String, String> visit = Map.of(
                "X-Share-Session",
                opened.path("session").asString(),
                "X-Share-Token",
                link.path("token").asString());
        HttpResponse<byte[]> whole = outside("GET", "/package", new byte[0], visit);
        assertThat(whole.statusCode()).isEqualTo(200);
        Report report = verify(whole.body(), passcode.toCharArray());
        assertThat(String.join("\n", report.lines()))
                .contains("made for The defence")
                .endsWith("VERIFIED");
        assertThat(report.verified()).isTrue();
        Map<String, String> rest = new HashMap<>(visit);
        rest.put("Range", "bytes=1000-");
        rest.put("If-Range", whole.headers().firstValue("ETag").orElseThrow());
        HttpResponse<byte[]> resumed = outside("GET", "/package", new byte[0], rest);
        assertThat(resumed.statusCode()).isEqualTo(206);
        assertThat(resumed.body()).isEqualTo(java.util.Arrays.copyOfRange(whole.body(), 1000, whole.body().length));
        JsonNode counts = detective
                .get("/api/v1/evidence/cases/" + about + "/shares")
                .expect(200)
                .json()
                .at("/items/0");
        assertThat(counts.path("opened").asInt()).isEqualTo(1);
        assertThat(counts.path("downloaded").asInt()).isEqualTo(1);
        detective
                .delete("/api/v1/evidence/cases/" + about + "/shares/"
                        + link.at("/share/id").asString())
                .expect(204);
        // the same download again, and the same link
        assertThat(outside("GET", "/package", new byte[0], visit).statusCode()).isEqualTo(410);
        assertThat(open(link, passcode).statusCode()).isEqualTo(410);
        assertThat(detective
                        .get("/api/v1/evidence/exhibits/" + exhibit + "/custody")
                        .expect(200)
                        .json()
                        .findValuesAsString("what"))
                .contains("shared", "opened", "downloaded", "revoked", "refused");
    }

    @Test
    void linksThatAreOverLockedOrOnlyToLookAtRefuse() {
        String about = openCase("Refusals");
        String exhibit = clip(about, START, START.plusSeconds(2)).path("id").asString();
        JsonNode view = share(about, Map.of("kind", "LINK"));
        Map<String, String> visit = visit(view);
        if (draws()) {
            prepared(exhibit, visit);
        }
        assertThat(outside("GET", "/exhibits/" + exhibit + "/content", new byte[0], visit)
                        .statusCode())
                .isEqualTo(200);
        assertThat(outside("GET", "/exhibits/" + exhibit + "/content?as=download", new byte[0], visit)
                        .statusCode())
                .isEqualTo(403);
        assertThat(outside("GET", "/package", new byte[0], visit).statusCode()).isEqualTo(403);
        JsonNode locked = share(about, Map.of("kind", "LINK"));
        for (int i = 1; i < 10; i++) {
            assertThat(open(locked, "wrong " + i).statusCode()).isEqualTo(401);
        }
        assertThat(open(locked, "wrong for the tenth time").statusCode()).isEqualTo(403);
        assertThat(open(locked, locked.path("passcode").asString()).statusCode())
                .isEqualTo(403);
        JsonNode over = share(about, Map.of("kind", "LINK"));
        server.bean(JdbcClient.class)
                .sql("update evidence_share set expires_at = now() - interval '1 second' where id = ?")
                .param(over.at("/share/id").asString())
                .update();
        assertThat(open(over, over.path("passcode").asString()).statusCode()).isEqualTo(410);
        assertThat(server.administrator()
                        .get("/api/v1/audit?search=evidence.share.refused")
                        .expect(200)
                        .text())
                .contains("wrong passcode, try 10", "the share is EXPIRED", "view only");
    }

    @Test
    void aWitnessBringsAFileInPiecesAndTricksAreRefused() {
        String about = openCase("Witness");
        JsonNode link = share(about, Map.of("kind", "UPLOAD", "label", "Witness A"));
        Map<String, String> visit = visit(link);
        for (String trick : List.of(
                "../../etc/passwd",
                "/etc/passwd",
                "..\\..\\boot.ini",
                "C:\\x.mp4",
                ".bashrc",
                "a\u0000.mp4",
                "a\nb",
                "")) {
            assertThat(announce(visit, trick, 10).statusCode()).as(trick).isEqualTo(400);
        }
        assertThat(announce(visit, "four.mp4", 4L << 30).statusCode()).isEqualTo(413);
        HttpResponse<byte[]> created = announce(visit, "phone.mp4", 10);
        assertThat(created.statusCode()).isEqualTo(201);
        String place = created.headers().firstValue("Location").orElseThrow().substring("/api/v1/shared".length());
        assertThat(send(visit, place, 0, "hello").headers().firstValue("Upload-Offset"))
                .contains("5");
        assertThat(send(visit, place, 3, "again").statusCode()).isEqualTo(409);
        assertThat(outside("HEAD", place, new byte[0], visit).headers().firstValue("Upload-Offset"))
                .contains("5");
        assertThat(send(visit, place, 5, "world and more").statusCode()).isEqualTo(400);
        // the page was closed and is opened again: the same link, another visit
        Map<String, String> later = visit(link);
        HttpResponse<byte[]> half = outside("HEAD", place, new byte[0], later);
        assertThat(half.headers().firstValue("Upload-Offset")).contains("5");
        assertThat(half.headers().firstValue("X-Exhibit")).isEmpty();
        HttpResponse<byte[]> last = send(later, place, 5, "world");
        String exhibit = last.headers().firstValue("X-Exhibit").orElseThrow();
        // the answer was lost, and the page asks again
        assertThat(send(later, place, 10, "").headers().firstValue("X-Exhibit")).contains(exhibit);
        JsonNode made = await(exhibit);
        assertThat(made.path("state").asString()).isEqualTo("READY");
        assertThat(made.path("notes").toString()).contains("Witness A", "it is none");
        assertThat(detective
                        .get("/api/v1/evidence/exhibits/" + exhibit + "/content")
                        .expect(200)
                        .text())
                .isEqualTo("helloworld");
        assertThat(server.administrator()
                        .get("/api/v1/audit?search=upload.refused")
                        .expect(200)
                        .text())
                .contains("plain name", "4294967296 bytes", "more bytes came than were announced");
    }

    @Test
    void readingsOfASensorAreKeptAsTheyAreStored() throws IOException {
        Browser admin = server.administrator();
        admin.post(
                        "/api/v1/sensing/devices",
                        Map.of(
                                "id", "air-1",
                                "name", "Air at the bridge",
                                "kind", "AIR_QUALITY",
                                "location", Map.of("latitude", 44.49, "longitude", 11.34),
                                "channels", List.of(Map.of("channel", "pm25", "quantity", "PM25"))))
                .expect(201);
        long datastream = admin.get("/api/v1/sensing/devices/air-1")
                .expect(200)
                .json()
                .at("/channels/0/datastream")
                .asLong();
        org.vigilia.intake.Directory directory = server.bean(org.vigilia.intake.Directory.class);
        RunningServer.await("the datastream", () -> directory.datastream(datastream) != null);
        List<Map<String, Object>> values = new java.util.ArrayList<>();
        for (int i = 0; i < 10; i++) {
            values.add(Map.of(
                    "datastream",
                    datastream,
                    "time",
                    START.plusSeconds(i).toString(),
                    "value",
                    i == 4 ? 5000 : i + 0.5));
        }
        admin.post("/api/v1/sensing/observations", values).expect(200);
        String about = openCase("Smell at the bridge");
        String path = "/api/v1/evidence/cases/" + about + "/series";
        Map<String, Object> form = new HashMap<>();
        form.put("datastream", datastream);
        form.put("from", START.plusSeconds(1).toString());
        form.put("to", START.plusSeconds(9).toString());
        Browser investigator = server.person("INVESTIGATOR");
        String id = investigator.post(path, form).expect(202).json().path("id").asString();
        JsonNode made = await(id);
        assertThat(made.path("state").asString()).as(made.toString()).isEqualTo("READY");
        assertThat(made.path("title").asString()).contains("Air at the bridge");
        assertThat(made.at("/series/readings").asInt()).isEqualTo(8);
        assertThat(made.at("/series/doubtful").asInt()).isEqualTo(1);
        String csv = investigator
                .get("/api/v1/evidence/exhibits/" + id + "/content")
                .expect(200)
                .text();
        assertThat(csv.split("\r\n")).hasSize(9);
        assertThat(csv)
                .startsWith("time,value,unit,quality,received\r\n" + START.plusSeconds(1) + ",1.5,µg/m³,,")
                .contains(",5000,µg/m³,OUT_OF_RANGE,");
        assertThat(investigator
                        .get("/api/v1/evidence/exhibits/" + id + "/content?file=datastream.json")
                        .expect(200)
                        .text())
                .contains("\"Air at the bridge\"", "\"PM25\"", "44.49", "\"readings\" : 8");
        byte[] vgx = detective
                .get("/api/v1/evidence/cases/" + about + "/package")
                .expect(200)
                .bytes();
        assertThat(String.join("\n", verify(vgx, null).lines()))
                .contains("8 readings of ", " in µg/m³, from ", "1 of them are marked as doubtful")
                .endsWith("\nVERIFIED");
        form.put("from", START.minusSeconds(60).toString());
        form.put("to", START.toString());
        assertThat(detective.post(path, form).expect(400).text()).contains("no reading");
        form.put("to", START.plusSeconds(60).toString());
        // the server of this test takes nine at most
        assertThat(detective.post(path, form).expect(400).text()).contains("more than 9 readings", "shorter time");
        Browser other = server.person("SUPERVISOR", server.agency("Water board"));
        String theirs = other.post("/api/v1/evidence/cases", Map.of("title", "Not mine"))
                .expect(201)
                .json()
                .path("id")
                .asString();
        other.post("/api/v1/evidence/cases/" + theirs + "/series", form).expect(404);
    }

    @Test
    void theConsoleNeedsTheSecretOfTheMachine() {
        Map<String, Object> form = Map.of(
                "camera",
                "town HALL",
                "from",
                START.toString(),
                "to",
                START.plusSeconds(1).toString(),
                "user",
                "root");
        String path = "/api/v1/evidence/console/clips";
        server.browser().post(path, form).expect(401);
        Map<String, String> token = Map.of("X-Machine-Token", "secret of the machine");
        JsonNode asked =
                server.browser().send("POST", path, form, token).expect(202).json();
        assertThat(await(asked.path("id").asString()).path("createdBy").asString())
                .isEqualTo("console of root");
        Map<String, Object> unknown = new HashMap<>(form);
        unknown.put("camera", "nowhere");
        assertThat(server.browser()
                        .send("POST", path, unknown, token)
                        .expect(400)
                        .text())
                .contains("Town hall");
        assertThat(List.of(200))
                .contains(server.browser().get("/api/v1/evidence/verifier.html").status());
    }

    @Test
    void aClipTellsTimeAndPlaceInACopyThatPointsToIt() {
        Assumptions.assumeTrue(draws(), "skipped: the vision module is not built");
        String about = openCase("Overlay");
        JsonNode original = clip(about, START.plusSeconds(1), START.plusSeconds(3));
        String id = original.path("id").asString();
        String path = "/api/v1/evidence/exhibits/" + id + "/overlays";
        server.person("OPERATOR").post(path, Map.of()).expect(403);
        JsonNode asked = detective
                .post(path, Map.of("place", "ABOVE", "why", "for the court"))
                .expect(202)
                .json();
        JsonNode made = await(asked.path("id").asString());
        assertThat(made.path("state").asString())
                .as(made.path("failure").asString())
                .isEqualTo("READY");
        assertThat(made.path("derivedFrom").asString()).isEqualTo(id);
        assertThat(made.path("title").asString()).endsWith(", with time and place");
        assertThat(made.path("notes").toString()).contains("not an original", "The sound is that of the original");
        JsonNode seal = detective
                .get("/api/v1/evidence/exhibits/" + made.path("id").asString() + "/manifest")
                .expect(200)
                .json();
        assertThat(seal.path("text").asString())
                .contains(
                        "above it; nothing of it is covered",
                        original.at("/files/0/sha256").asString());
        assertThat(detective
                        .get("/api/v1/evidence/exhibits/" + id + "/custody")
                        .expect(200)
                        .json()
                        .findValuesAsString("what"))
                .contains("copied with time");
    }

    @Test
    void aCopyThatGotOutIsTracedToItsOpening() {
        Assumptions.assumeTrue(draws(), "skipped: the vision module is not built");
        String about = openCase("Leak");
        String exhibit = clip(about, START, START.plusSeconds(4)).path("id").asString();
        String traces = "/api/v1/evidence/exhibits/" + exhibit + "/traces?name=leak.mp4&why=found";
        detective.send("POST", traces, new byte[] {1}, BYTES).expect(409);
        JsonNode link = share(about, Map.of("kind", "LINK", "mode", "DOWNLOAD", "markedOnly", true));
        byte[][] copies = new byte[2][];
        for (int i = 0; i < copies.length; i++) {
            Map<String, String> visit = visit(link);
            assertThat(outside("GET", "/exhibits/" + exhibit + "/content", new byte[0], visit)
                            .statusCode())
                    .isEqualTo(409);
            assertThat(prepared(exhibit, visit).path("state").asString()).isEqualTo("READY");
            HttpResponse<byte[]> shown =
                    outside("GET", "/exhibits/" + exhibit + "/content?as=download", new byte[0], visit);
            assertThat(shown.headers().firstValue("Content-Disposition").orElse(""))
                    .contains("marked-clip.mp4");
            copies[i] = shown.body();
            assertThat(outside("GET", "/package", new byte[0], visit).statusCode())
                    .isEqualTo(403);
        }
        byte[] original = detective
                .get("/api/v1/evidence/exhibits/" + exhibit + "/content")
                .expect(200)
                .bytes();
        assertThat(copies[0]).isNotEqualTo(copies[1]).isNotEqualTo(original);
        assertThat(traced(traces, copies[0]).at("/result/named/0/exact").asBoolean())
                .isTrue();
        // the same pictures in a file that is not the one that was sent
        byte[] changed = java.util.Arrays.copyOf(copies[1], copies[1].length + 8);
        changed[changed.length - 5] = 8;
        System.arraycopy("free".getBytes(), 0, changed, changed.length - 4, 4);
        JsonNode found = traced(traces, changed).path("result");
        assertThat(found.path("openings").asInt()).isEqualTo(2);
        assertThat(found.path("named")).as(found.toString()).hasSize(1);
        assertThat(found.at("/named/0/z").asDouble()).isGreaterThan(5.5);
        assertThat(found.at("/named/0/label").asString()).isEqualTo("The defence");
        assertThat(found.at("/named/0/opening").asString())
                .isNotEqualTo(
                        traced(traces, copies[0]).at("/result/named/0/opening").asString());
        JsonNode nobody = traced(traces, original).path("result");
        assertThat(nobody.path("named")).as(nobody.toString()).isEmpty();
        assertThat(nobody.path("words").asString()).contains("none of 2 openings");
        server.person("OPERATOR").send("POST", traces, copies[0], BYTES).expect(403);
        assertThat(detective
                        .get("/api/v1/evidence/exhibits/" + exhibit + "/custody")
                        .expect(200)
                        .json()
                        .findValuesAsString("what"))
                .contains("marked copy", "traced", "trace found");
    }

    private static JsonNode traced(String path, byte[] copy) {
        JsonNode begun = detective.send("POST", path, copy, BYTES).expect(202).json();
        JsonNode[] now = new JsonNode[1];
        RunningServer.await("trace", () -> {
            now[0] = detective
                    .get("/api/v1/evidence/traces/" + begun.path("id").asString())
                    .expect(200)
                    .json();
            return !now[0].path("state").asString().equals("WORKING");
        });
        return now[0];
    }
}
