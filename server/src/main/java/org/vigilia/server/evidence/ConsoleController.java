package org.vigilia.server.evidence;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
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
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.Problem;
import org.vigilia.server.ServerSettings;
import org.vigilia.server.audit.Who;
import org.vigilia.server.identity.Agency;
import org.vigilia.server.identity.OpenToAll;
import org.vigilia.server.identity.People;
import org.vigilia.server.registry.Camera;

/**
 * For {@code ./vigilia evidence export}: whoever can read this machine's secrets, on this machine. It shows the machine's
 * token in the header {@code X-Machine-Token}; what it does is recorded as "console of USER".
 */
@RestController
@RequestMapping("/api/v1/evidence/console")
@Tag(name = "evidence", description = "Cases, exhibits, custody and shares")
class ConsoleController {
    private static final String OPEN = "the token of this machine is asked for, from this machine only";
    private static final String CASE = "Exports from the console";

    private final Cases cases;
    private final Exhibits exhibits;
    private final ExhibitStore store;
    private final Maker maker;
    private final Packages packages;
    private final Reach reach;

    /** What the console needs of others. */
    @org.springframework.stereotype.Component("evidenceConsole")
    record Reach(
            ExhibitController.Neighbours others, ServerSettings.Token token, Recordings recordings, People people) {}

    /** A camera to cut from; it may be gone from the registry, but not its recording. */
    private record Recorded(String id, String name, AgencyId agency) {}

    ConsoleController(Cases cases, Exhibits exhibits, ExhibitStore store, Maker maker, Packages packages, Reach reach) {
        this.cases = cases;
        this.exhibits = exhibits;
        this.store = store;
        this.maker = maker;
        this.packages = packages;
        this.reach = reach;
    }

    /** @param number of an existing case; null: one for exports from the console */
    record ConsoleClip(
            String camera,
            Instant from,
            Instant to,
            @Nullable String why,
            @Nullable String number,
            String user) {}

    @PostMapping("/clips")
    @OpenToAll(because = OPEN)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(operationId = "consoleClip", summary = "Cut a clip, for the console of this machine")
    ExhibitView clip(@RequestBody ConsoleClip form, HttpServletRequest request) {
        check(request);
        ExhibitController.check(
                form.from(), form.to(), reach.others().settings().clipLimit());
        Recorded camera = find(form.camera());
        String name = "console of " + form.user();
        Who who = new Who(null, name, camera.agency(), "local");
        EvidenceCase about = about(form.number(), who, name, camera.agency());
        Exhibit asked = exhibits.ask(
                who,
                name,
                about,
                Exhibit.Kind.CLIP,
                "Clip of " + camera.name(),
                form.why(),
                new Exhibit.Wish(camera.id(), camera.name(), form.from(), form.to(), null, null),
                null);
        maker.start(asked);
        return ExhibitView.of(asked);
    }

    private Recorded find(String wanted) {
        List<Camera> all = reach.others().cameras().listAll();
        List<Camera> found = all.stream()
                .filter(camera ->
                        camera.id().value().equals(wanted) || camera.name().equalsIgnoreCase(wanted))
                .toList();
        if (found.size() == 1) {
            Camera camera = found.get(0);
            return new Recorded(
                    camera.id().value(), camera.name(), camera.agency().id());
        }
        if (found.isEmpty() && reach.recordings().has(wanted)) {
            return new Recorded(
                    wanted,
                    wanted + " (no longer registered)",
                    reach.people().listAgencies().stream()
                            .filter(Agency::city)
                            .map(Agency::id)
                            .findFirst()
                            .orElseThrow());
        }
        String names = all.stream().map(Camera::name).sorted().collect(Collectors.joining(", "));
        throw Problem.invalid(
                "camera",
                (found.isEmpty() ? "There is no camera '" : "There are several cameras '") + wanted + "'. There are: "
                        + (names.isEmpty() ? "none" : names) + ".");
    }

    private EvidenceCase about(@Nullable String number, Who who, String name, AgencyId agency) {
        if (number != null) {
            return cases.findByNumber(number)
                    .filter(each -> each.agency().equals(agency))
                    .orElseThrow(() -> Problem.invalid(
                            "case", "There is no case '" + number + "' of the agency whose camera this is."));
        }
        return cases.findOpen(agency, CASE).orElseGet(() -> cases.open(who, name, agency, CASE, ""));
    }

    @GetMapping("/exhibits/{id}")
    @OpenToAll(because = OPEN)
    @Operation(operationId = "consoleExhibit", summary = "An exhibit, for the console of this machine")
    ExhibitView exhibit(@PathVariable String id, HttpServletRequest request) {
        check(request);
        return ExhibitView.of(store.find(id).orElseThrow(() -> Problem.notFound("exhibit", id)));
    }

    @GetMapping("/exhibits/{id}/package")
    @OpenToAll(because = OPEN)
    @Operation(operationId = "consolePackage", summary = "An exhibit as a package, for the console of this machine")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "application/octet-stream"))
    void pack(
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean sources,
            @RequestParam String user,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        check(request);
        Exhibit exhibit = store.find(id).orElseThrow(() -> Problem.notFound("exhibit", id));
        EvidenceCase about = cases.find(exhibit.caseId()).orElseThrow();
        String name = "console of " + user;
        exhibits.touched(new Who(null, name, about.agency(), "local"), name, exhibit, "exported", exhibit.why());
        ExhibitController.send(
                packages.pack(about, List.of(exhibit), name, exhibit.why(), null, sources), about.number(), response);
    }

    private void check(HttpServletRequest request) {
        String shown = request.getHeader("X-Machine-Token");
        Path file = reach.token().file();
        try {
            boolean here = InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()
                    && request.getHeader("X-Forwarded-For") == null;
            boolean known = shown != null
                    && file != null
                    && MessageDigest.isEqual(
                            shown.getBytes(StandardCharsets.UTF_8),
                            Files.readString(file).strip().getBytes(StandardCharsets.UTF_8));
            if (here && known) {
                return;
            }
        } catch (IOException unreadable) {
            throw Problem.unavailable("The token of this machine cannot be read.");
        }
        throw Problem.notSignedIn("This is for the console of this machine, which shows the machine's token.");
    }
}
