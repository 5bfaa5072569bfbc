package org.vigilia.server.evidence;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.pack.Custody;
import org.vigilia.proof.pack.FileSeal;
import org.vigilia.proof.pack.Parcel;
import org.vigilia.proof.pack.Report;
import org.vigilia.proof.pack.Seal;
import org.vigilia.proof.pack.Verifier;
import org.vigilia.proof.pack.Words;
import org.vigilia.server.Problem;
import org.vigilia.server.alerting.Alert;
import org.vigilia.server.alerting.Alerts;
import org.vigilia.server.identity.OpenToAll;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.registry.Camera;
import org.vigilia.server.registry.Cameras;
import org.vigilia.server.sensing.Datastreams;
import tools.jackson.databind.json.JsonMapper;

/** Exhibits over HTTP. */
@RestController
@RequestMapping("/api/v1/evidence")
@Tag(name = "evidence", description = "Cases, exhibits, custody and shares")
class ExhibitController {
    private final Cases cases;
    private final Exhibits exhibits;
    private final Maker maker;
    private final Packages packages;
    private final CustodyLog custody;
    private final Neighbours doors;

    /** What of other rooms, and which limits. */
    @org.springframework.stereotype.Component("evidenceNeighbours")
    record Neighbours(
            Cameras cameras, Alerts alerts, Datastreams datastreams, EvidenceSettings settings, JsonMapper json) {}

    ExhibitController(
            Cases cases, Exhibits exhibits, Maker maker, Packages packages, CustodyLog custody, Neighbours doors) {
        this.cases = cases;
        this.exhibits = exhibits;
        this.maker = maker;
        this.packages = packages;
        this.custody = custody;
        this.doors = doors;
    }

    /** A clip to cut. */
    record ClipForm(
            String camera,
            Instant from,
            Instant to,
            @Nullable String title,
            @Nullable String why) {}

    @PostMapping("/cases/{id}/clips")
    @Requires(Right.WORK_EVIDENCE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(operationId = "makeClip", summary = "Cut a clip from a camera's recording and seal it; poll the exhibit")
    ExhibitView clip(SignedIn person, @PathVariable String id, @RequestBody ClipForm form) {
        EvidenceCase about = cases.get(person, id, Right.WORK_EVIDENCE);
        Camera camera = camera(person, form.camera());
        check(form.from(), form.to(), doors.settings().clipLimit());
        return make(
                person,
                about,
                Exhibit.Kind.CLIP,
                title(form.title(), "Clip of " + camera.name()),
                form.why(),
                new Exhibit.Wish(camera.id().value(), camera.name(), form.from(), form.to(), null, null));
    }

    static void check(@Nullable Instant from, @Nullable Instant to, Duration limit) {
        if (from == null || to == null || !from.isBefore(to)) {
            throw Problem.invalid("to", "'from' and 'to' must both be given, and 'to' be later.");
        }
        if (Duration.between(from, to).compareTo(limit) > 0) {
            throw Problem.invalid("to", "A clip may be " + limit.toMinutes() + " minutes long; make several.");
        }
    }

    /** A picture to take out. */
    record SnapshotForm(
            String camera,
            Instant at,
            @Nullable String title,
            @Nullable String why) {}

    @PostMapping("/cases/{id}/snapshots")
    @Requires(Right.WORK_EVIDENCE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "makeSnapshot",
            summary = "One picture of a camera's recording, and what it was decoded from")
    ExhibitView snapshot(SignedIn person, @PathVariable String id, @RequestBody SnapshotForm form) {
        EvidenceCase about = cases.get(person, id, Right.WORK_EVIDENCE);
        Camera camera = camera(person, form.camera());
        if (form.at() == null) {
            throw Problem.invalid("at", "Say the time of the picture in 'at'.");
        }
        return make(
                person,
                about,
                Exhibit.Kind.SNAPSHOT,
                title(form.title(), "Picture of " + camera.name()),
                form.why(),
                new Exhibit.Wish(camera.id().value(), camera.name(), form.at(), null, null, null));
    }

    /** An alert to keep. */
    record AlertForm(
            String alert, @Nullable String title, @Nullable String why) {}

    @PostMapping("/cases/{id}/alerts")
    @Requires(Right.WORK_EVIDENCE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(operationId = "keepAlert", summary = "Seal an alert as it stands, with its picture")
    ExhibitView alert(SignedIn person, @PathVariable String id, @RequestBody AlertForm form) {
        EvidenceCase about = cases.get(person, id, Right.WORK_EVIDENCE);
        if (form.alert() == null || form.alert().isBlank()) {
            throw Problem.invalid("alert", "Name the alert in 'alert'.");
        }
        Alert alert = doors.alerts().get(person, new AlertId(form.alert()));
        String picture = alert.pictureId() == null ? null : alert.pictureId().value();
        return make(
                person,
                about,
                Exhibit.Kind.ALERT,
                title(form.title(), alert.message()),
                form.why(),
                new Exhibit.Wish(null, null, null, null, doors.json().writeValueAsString(alert), picture));
    }

    /** Readings to keep. */
    record SeriesForm(
            @Nullable Long datastream,
            Instant from,
            Instant to,
            @Nullable String title,
            @Nullable String why) {}

    @PostMapping("/cases/{id}/series")
    @Requires(Right.WORK_EVIDENCE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "keepSeries",
            summary = "Seal the readings of a datastream, as CSV with its description; needs SEE_SENSORS, too")
    ExhibitView series(SignedIn person, @PathVariable String id, @RequestBody SeriesForm form) {
        EvidenceCase about = cases.get(person, id, Right.WORK_EVIDENCE);
        if (form.datastream() == null) {
            throw Problem.invalid("datastream", "Name the datastream in 'datastream'.");
        }
        Datastreams.Description found = doors.datastreams().get(person, form.datastream());
        if (form.from() == null || form.to() == null || !form.from().isBefore(form.to())) {
            throw Problem.invalid("to", "'from' and 'to' must both be given, and 'to' be later.");
        }
        int most = doors.settings().seriesReadings();
        int count = doors.datastreams().count(found.datastream(), form.from(), form.to(), most + 1);
        if (count == 0) {
            throw Problem.invalid("to", "There is no reading of '" + found.name() + "' between these times.");
        }
        if (count > most) {
            throw Problem.invalid(
                    "to",
                    "There are more than " + most + " readings between these times (setting evidence.series.readings);"
                            + " choose a shorter time, or make several exhibits.");
        }
        return make(
                person,
                about,
                Exhibit.Kind.SERIES,
                title(
                        form.title(),
                        found.name().contains(found.sensor().name())
                                ? found.name()
                                : found.name() + " at " + found.sensor().name()),
                form.why(),
                Exhibit.Wish.of(found, form.from(), form.to()));
    }

    private ExhibitView make(
            SignedIn person,
            EvidenceCase about,
            Exhibit.Kind kind,
            String title,
            @Nullable String why,
            Exhibit.Wish wish) {
        Exhibit asked = exhibits.ask(person.who(), Exhibits.name(person), about, kind, title, why, wish, null);
        maker.start(asked);
        return ExhibitView.of(asked);
    }

    private Camera camera(SignedIn person, @Nullable String id) {
        if (id == null || id.isBlank()) {
            throw Problem.invalid("camera", "Name the camera in 'camera'.");
        }
        return doors.cameras().get(person, Right.PLAY_FOOTAGE, new CameraId(id));
    }

    private static String title(@Nullable String given, String usual) {
        String title = given == null || given.isBlank() ? usual : given;
        return title.length() > 200 ? title.substring(0, 200) : title;
    }

    @GetMapping("/exhibits/{id}")
    @Requires(Right.SEE_EVIDENCE)
    @Operation(operationId = "getExhibit", summary = "One exhibit, also while it is made")
    ExhibitView get(SignedIn person, @PathVariable String id) {
        return ExhibitView.of(exhibits.get(person, id, Right.SEE_EVIDENCE));
    }

    @GetMapping("/exhibits/{id}/content")
    @Requires(Right.SEE_EVIDENCE)
    @Operation(operationId = "getExhibitContent", summary = "A file of an exhibit, or a range of it; goes into custody")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "application/octet-stream"))
    void content(
            SignedIn person,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String file,
            @RequestParam(defaultValue = "view") String as,
            @RequestParam(defaultValue = "") String why,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Exhibit exhibit = exhibits.getReady(person, id, Right.SEE_EVIDENCE);
        boolean save = as.equals("download");
        FileSeal seal = Exhibits.file(exhibit, file);
        if (Sending.fromStart(request)) {
            boolean plays = seal.mediaType().startsWith("video/");
            exhibits.touched(
                    person.who(),
                    Exhibits.name(person),
                    exhibit,
                    save ? "downloaded" : plays ? "played" : "viewed",
                    seal.name() + (why.isBlank() ? "" : ": " + why.strip()));
        }
        Sending.send(
                request,
                response,
                exhibits.open(exhibit, seal.name()),
                seal.mediaType(),
                seal.sha256(),
                seal.name(),
                save,
                () -> true);
    }

    /** A line of an exhibit's story. */
    record CustodyEntry(Instant at, String who, String what, String detail, long sequence, String hash) {}

    /** @param holds whether the chain of hashes is whole */
    record CustodyStory(List<CustodyEntry> items, boolean holds) {}

    @GetMapping("/exhibits/{id}/custody")
    @Requires(Right.SEE_EVIDENCE)
    @Operation(operationId = "getCustody", summary = "Who touched this exhibit, from the beginning")
    CustodyStory story(SignedIn person, @PathVariable String id) {
        Exhibit exhibit = exhibits.get(person, id, Right.SEE_EVIDENCE);
        List<Custody.Link> links = custody.story(exhibit.id()).links();
        boolean holds = true;
        String previous = org.vigilia.proof.journal.Hash.NONE;
        for (Custody.Link link : links) {
            holds &= link.holds() && link.previous().equals(previous);
            previous = link.hash();
        }
        return new CustodyStory(
                links.stream()
                        .map(link -> {
                            Custody.Event event = link.event();
                            return new CustodyEntry(
                                    event.at(),
                                    event.who(),
                                    event.what(),
                                    event.detail(),
                                    event.sequence(),
                                    link.hash());
                        })
                        .toList(),
                holds);
    }

    /** The seal as it was signed. */
    record SealView(String text, String key, String signature) {}

    @GetMapping("/exhibits/{id}/manifest")
    @Requires(Right.SEE_EVIDENCE)
    @Operation(operationId = "getSeal", summary = "The signed seal of an exhibit")
    SealView manifest(SignedIn person, @PathVariable String id) {
        Seal.Signed seal = Exhibits.ready(exhibits.get(person, id, Right.SEE_EVIDENCE));
        return new SealView(seal.text(), seal.key(), seal.signature());
    }

    /** What a verification found. */
    record ExhibitVerification(boolean verified, List<Finding> findings) {}

    /** @param kind HOLDS, FAILS or NOTE */
    record Finding(Report.Kind kind, String text) {}

    @GetMapping("/exhibits/{id}/verify")
    @Requires(Right.SEE_EVIDENCE)
    @Operation(operationId = "verifyExhibit", summary = "Read an exhibit anew and verify all that is claimed of it")
    ExhibitVerification verify(SignedIn person, @PathVariable String id) throws IOException {
        Exhibit exhibit = exhibits.getReady(person, id, Right.SEE_EVIDENCE);
        EvidenceCase about = cases.find(exhibit.caseId()).orElseThrow();
        Parcel parcel = packages.pack(about, List.of(exhibit), Exhibits.name(person), "verification", null, false);
        Report report;
        try (PipedInputStream in = new PipedInputStream(1 << 18)) {
            PipedOutputStream out = new PipedOutputStream(in);
            Thread writer = new Thread(
                    () -> {
                        try (out) {
                            parcel.writeTo(out);
                        } catch (IOException broken) {
                            // the reader finds that the package ends early
                        }
                    },
                    "evidence-verify");
            writer.setDaemon(true);
            writer.start();
            report = Verifier.verify(in, custody.key().verifyKey(), null);
        }
        exhibits.touched(
                person.who(),
                Exhibits.name(person),
                exhibit,
                "verified",
                report.verified() ? "holds" : "does not hold");
        return new ExhibitVerification(
                report.verified(),
                report.findings().stream()
                        .map(finding -> new Finding(finding.kind(), finding.text()))
                        .toList());
    }

    @GetMapping("/cases/{id}/package")
    @Requires(Right.SEE_EVIDENCE)
    @Operation(operationId = "getPackage", summary = "A signed package (.vgx) of the case's exhibits, or some of them")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "application/octet-stream"))
    void pack(
            SignedIn person,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable List<String> exhibit,
            @RequestParam(defaultValue = "") String why,
            @RequestParam(defaultValue = "false") boolean sources,
            HttpServletResponse response)
            throws IOException {
        EvidenceCase about = cases.get(person, id, Right.SEE_EVIDENCE);
        List<Exhibit> items = exhibits.listFor(person, about).stream()
                .filter(view -> exhibit == null || exhibit.contains(view.id()))
                .filter(view -> view.state() == Exhibit.State.READY)
                .map(view -> exhibits.getReady(person, view.id(), Right.SEE_EVIDENCE))
                .toList();
        if (items.isEmpty()) {
            throw Problem.conflict("There is no exhibit that is ready to be packed.");
        }
        String reason = why.isBlank() ? "case " + about.number() : why.strip();
        for (Exhibit item : items) {
            exhibits.touched(person.who(), Exhibits.name(person), item, "exported", reason);
        }
        send(packages.pack(about, items, Exhibits.name(person), reason, null, sources), about.number(), response);
    }

    static void send(Parcel parcel, String name, HttpServletResponse response) throws IOException {
        response.setContentType("application/zip");
        response.setContentLengthLong(parcel.bytes());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Disposition", "attachment; filename=\"case-" + name + ".vgx\"");
        parcel.writeTo(response.getOutputStream());
    }

    @GetMapping(value = "/verifier.html")
    @OpenToAll(because = "the page that verifies packages holds nothing but its own text; outsiders need it")
    @Operation(operationId = "getVerifier", summary = "The page that verifies packages offline, to keep")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/html"))
    void verifier(HttpServletResponse response) throws IOException {
        byte[] page = Words.verifier();
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; media-src blob:;"
                        + " img-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }

    @GetMapping(value = "/key.pem")
    @OpenToAll(because = "the public key is what outsiders compare a package's signer with")
    @Operation(operationId = "getEvidenceKey", summary = "The public key that evidence is signed with")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/plain"))
    void key(HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=US-ASCII");
        response.getWriter()
                .write("-----BEGIN PUBLIC KEY-----\n"
                        + custody.key().verifyKey().text() + "\n-----END PUBLIC KEY-----\n");
    }

    /** @param rewrapped how many exhibits' keys are wrapped by the new master key now */
    record Rotation(int rewrapped) {}

    @PostMapping("/keys/rotate")
    @Requires(Right.MANAGE_EVIDENCE)
    @Operation(operationId = "rotateEvidenceKey", summary = "Make a new master key and wrap all exhibits' keys by it")
    Rotation rotate(SignedIn person) throws IOException {
        return new Rotation(exhibits.rotate(person.who()));
    }
}
