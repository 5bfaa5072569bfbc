package org.vigilia.server.evidence.share;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.proof.pack.FileSeal;
import org.vigilia.server.Problem;
import org.vigilia.server.ServerSettings;
import org.vigilia.server.audit.Who;
import org.vigilia.server.evidence.Cases;
import org.vigilia.server.evidence.EvidenceCase;
import org.vigilia.server.evidence.Exhibit;
import org.vigilia.server.evidence.ExhibitView;
import org.vigilia.server.evidence.Exhibits;
import org.vigilia.server.evidence.Sending;
import org.vigilia.server.evidence.redact.Copies;
import org.vigilia.server.identity.OpenToAll;
import org.vigilia.server.identity.SignInThrottle;

/**
 * What outsiders meet: no account, but a token, which comes in the header {@code X-Share-Token} and never in an address,
 * and a passcode that came another way. Opening gives a cookie, so that players can fetch ranges.
 */
@RestController
@RequestMapping("/api/v1/shared")
@Tag(name = "shared", description = "Shares of evidence, for outsiders")
class SharedController {
    static final String TOKEN = "X-Share-Token";
    static final String SESSION = "X-Share-Session";
    private static final String COOKIE = "VIGILIA_SHARE";
    private static final String OPEN = "the token of a share and its passcode are asked for";

    private final Shares shares;
    private final Outsiders outsiders;
    private final Cases cases;
    private final Exhibits exhibits;
    private final Uploads uploads;
    private final Guard guard;

    /** Against guessing, and for cookies. */
    @org.springframework.stereotype.Component("shareGuard")
    record Guard(SignInThrottle throttle, ServerSettings.Identity identity) {}

    SharedController(Shares shares, Outsiders outsiders, Cases cases, Exhibits exhibits, Uploads uploads, Guard guard) {
        this.shares = shares;
        this.outsiders = outsiders;
        this.cases = cases;
        this.exhibits = exhibits;
        this.uploads = uploads;
        this.guard = guard;
    }

    /** The passcode, as it came by another way. */
    record OpenForm(@Nullable String passcode) {}

    /** An exhibit as outsiders see it. */
    record SharedExhibit(
            String id,
            int number,
            Exhibit.Kind kind,
            String title,
            List<ExhibitView.FileView> files,
            ExhibitView.@Nullable RecordingView recording,
            ExhibitView.@Nullable SeriesView series,
            List<String> notes) {}

    /**
     * An opened share.
     *
     * @param share its id, which is no secret
     * @param kind LINK or UPLOAD
     * @param watermark what to draw over pictures; null for none
     * @param marked whether moving and still pictures come as copies made for this opening; ask for each before it is shown
     * @param session for the header X-Share-Session where a cookie does not do
     */
    record Opened(
            String share,
            Share.Kind kind,
            String number,
            String title,
            String label,
            Share.Mode mode,
            Instant expires,
            @Nullable String watermark,
            boolean marked,
            List<SharedExhibit> exhibits,
            String session) {}

    @PostMapping("/open")
    @OpenToAll(because = OPEN)
    @Operation(operationId = "openShare", summary = "Open a share by its token (header X-Share-Token) and passcode")
    Opened open(@RequestBody OpenForm form, HttpServletRequest request, HttpServletResponse response) {
        String address = request.getRemoteAddr();
        String name = "share of " + address;
        guard.throttle().findLockout(name, address).ifPresent(rest -> {
            throw Problem.tooMany("Too many tries from here. Try again in " + (rest.toSeconds() + 1) + " seconds.");
        });
        String token = request.getHeader(TOKEN);
        Share share = token == null ? null : shares.findByToken(token).orElse(null);
        if (share == null) {
            guard.throttle().failed(name, address);
            throw Problem.notSignedIn("There is no such link, or it is not complete. Ask whoever sent it.");
        }
        Who who = new Who(null, "outsider " + share.label(), null, address);
        String passcode = form.passcode() == null ? "" : form.passcode().strip();
        Share open = shares.open(who, share, passcode);
        String secret = outsiders.open(open, passcode, address);
        Outsiders.Guest guest = outsiders.get(secret, address);
        response.addHeader(
                "Set-Cookie",
                ResponseCookie.from(COOKIE, secret)
                        .httpOnly(true)
                        .sameSite("Strict")
                        .secure(guard.identity().secureCookies())
                        .path("/api/v1/shared")
                        .maxAge(Duration.ofHours(2))
                        .build()
                        .toString());
        response.setHeader("Cache-Control", "no-store");
        return opened(guest, secret);
    }

    private Opened opened(Outsiders.Guest guest, String secret) {
        Share share = guest.share();
        EvidenceCase about = cases.find(share.caseId()).orElseThrow();
        List<SharedExhibit> items = share.kind() != Share.Kind.LINK
                ? List.of()
                : shares.items(share).stream().map(SharedController::view).toList();
        items.forEach(item -> exhibits.note(item.id(), guest.name(), "opened", "share " + share.id()));
        return new Opened(
                share.id(),
                share.kind(),
                about.number(),
                about.title(),
                share.label(),
                share.mode(),
                share.expires(),
                share.watermark() ? share.label() + " · " + guest.visit().viewer() : null,
                outsiders.marked(share),
                items,
                secret);
    }

    private static SharedExhibit view(Exhibit exhibit) {
        ExhibitView view = ExhibitView.of(exhibit);
        return new SharedExhibit(
                view.id(),
                view.number(),
                view.kind(),
                view.title(),
                view.files(),
                view.recording(),
                view.series(),
                view.notes());
    }

    private Outsiders.Guest guest(HttpServletRequest request) {
        String secret = request.getHeader(SESSION);
        Cookie[] cookies = request.getCookies();
        for (int i = 0; secret == null && cookies != null && i < cookies.length; i++) {
            if (cookies[i].getName().equals(COOKIE)) {
                secret = cookies[i].getValue();
            }
        }
        return outsiders.get(secret, request.getRemoteAddr());
    }

    @GetMapping("/exhibits/{id}/content")
    @OpenToAll(because = OPEN)
    @Operation(operationId = "getSharedContent", summary = "A file of a shared exhibit, or a range of it; counted")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "application/octet-stream"))
    void content(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String file,
            @RequestParam(defaultValue = "view") String as,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Outsiders.Guest guest = guest(request);
        boolean save = as.equals("download");
        Exhibit exhibit = item(guest, id);
        if (save && guest.share().mode() != Share.Mode.DOWNLOAD) {
            shares.refuse(guest.who(), guest.share(), "download, but the share is to view only");
            throw Problem.refused("This link is to look only, not to take.");
        }
        FileSeal seal = Exhibits.file(exhibit, file);
        boolean marked = outsiders.marked(guest.share()) && Copies.marks(seal);
        SeekableByteChannel channel = marked
                ? outsiders.copies().open(guest.visit().viewer(), exhibit, seal)
                : exhibits.open(exhibit, seal.name());
        if (Sending.fromStart(request)) {
            shares.count(guest.share(), save);
            exhibits.touched(guest.who(), guest.name(), exhibit, save ? "downloaded" : "viewed", seal.name());
        }
        Sending.send(
                request,
                response,
                channel,
                marked ? Copies.mediaType(seal) : seal.mediaType(),
                marked ? guest.visit().viewer() : seal.sha256(),
                marked ? "marked-" + seal.name() : seal.name(),
                save,
                outsiders.allowed(guest.share()));
    }

    private Exhibit item(Outsiders.Guest guest, String id) {
        return (guest.share().kind() != Share.Kind.LINK ? List.<Exhibit>of() : shares.items(guest.share()))
                .stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow(() -> {
                    shares.refuse(guest.who(), guest.share(), "exhibit " + id + " is not in this share");
                    return Problem.notFound("exhibit", id);
                });
    }

    @PostMapping("/exhibits/{id}/copies")
    @OpenToAll(because = OPEN)
    @Operation(
            operationId = "prepareSharedCopy",
            summary = "How far the copy is that is marked for this opening; the first call begins it, poll until READY")
    Copies.Copy copy(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String file,
            HttpServletRequest request) {
        Outsiders.Guest guest = guest(request);
        Exhibit exhibit = item(guest, id);
        FileSeal seal = Exhibits.file(exhibit, file);
        if (!outsiders.marked(guest.share()) || !Copies.marks(seal)) {
            throw Problem.conflict("This file is given as it is; nothing has to be prepared.");
        }
        return outsiders.copies().ask(outsiders.viewer(guest), exhibit, seal);
    }

    @GetMapping("/package")
    @OpenToAll(because = OPEN)
    @Operation(
            operationId = "getSharedPackage",
            summary = "All of the share as an encrypted, signed package (.vgx); its passcode is the share's; resumes")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "application/octet-stream"))
    void pack(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Outsiders.Guest guest = guest(request);
        if (guest.share().kind() != Share.Kind.LINK || guest.share().mode() != Share.Mode.DOWNLOAD) {
            shares.refuse(guest.who(), guest.share(), "package, but the share is not to download");
            throw Problem.refused("This link is not to take anything.");
        }
        if (outsiders.marked(guest.share())) {
            shares.refuse(guest.who(), guest.share(), "package, but the share gives marked copies only");
            throw Problem.refused("This link gives marked copies, not originals: take the files one by one.");
        }
        boolean first = Sending.fromStart(request);
        var channel = outsiders.packed(guest, first);
        if (first) {
            shares.count(guest.share(), true);
        }
        Sending.send(
                request,
                response,
                channel,
                "application/zip",
                guest.visit().viewer(),
                "evidence.vgx",
                true,
                outsiders.allowed(guest.share()));
    }

    @PostMapping("/files")
    @OpenToAll(because = OPEN)
    @Operation(operationId = "announceSharedFile", summary = "Announce a file (tus) into the case of an upload link")
    void announce(
            @RequestParam(defaultValue = "") String name, HttpServletRequest request, HttpServletResponse response) {
        Outsiders.Guest guest = uploader(request);
        EvidenceCase about = cases.find(guest.share().caseId()).orElseThrow();
        Uploads.Upload upload = uploads.announce(
                guest.who(),
                guest.name(),
                about,
                guest.share().id(),
                UploadController.name(name, request),
                UploadController.length(request));
        UploadController.created(response, "/api/v1/shared/files/" + upload.id());
    }

    @RequestMapping(path = "/files/{id}", method = RequestMethod.HEAD)
    @OpenToAll(because = OPEN)
    @Operation(operationId = "getSharedOffset", summary = "How much has arrived (tus)")
    void offset(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Uploads.Upload upload = upload(uploader(request), id);
        UploadController.tell(response, uploads.offset(upload), upload);
    }

    @PatchMapping("/files/{id}")
    @OpenToAll(because = OPEN)
    @Operation(operationId = "appendToSharedFile", summary = "Send bytes (tus)")
    void append(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Outsiders.Guest guest = uploader(request);
        Uploads.Upload upload = upload(guest, id);
        long now = uploads.append(guest.who(), upload, UploadController.at(request), request.getInputStream());
        UploadController.taken(response, now, upload, uploads);
    }

    private Outsiders.Guest uploader(HttpServletRequest request) {
        Outsiders.Guest guest = guest(request);
        if (guest.share().kind() != Share.Kind.UPLOAD) {
            shares.refuse(guest.who(), guest.share(), "upload, but the share is to view");
            throw Problem.refused("This link is not to bring files.");
        }
        return guest;
    }

    private Uploads.Upload upload(Outsiders.Guest guest, String id) {
        return uploads.find(id)
                .filter(upload -> guest.share().id().equals(upload.share()))
                .orElseThrow(() -> Problem.notFound("upload", id));
    }
}
