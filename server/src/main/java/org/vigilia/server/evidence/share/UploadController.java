package org.vigilia.server.evidence.share;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.server.Problem;
import org.vigilia.server.evidence.Cases;
import org.vigilia.server.evidence.EvidenceCase;
import org.vigilia.server.evidence.Exhibits;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** Files into a case, resumable: the core of tus 1.0 (tus.io/protocols/resumable-upload). */
@RestController
@RequestMapping("/api/v1/evidence")
@Tag(name = "evidence", description = "Cases, exhibits, custody and shares")
class UploadController {
    private final Cases cases;
    private final Uploads uploads;

    UploadController(Cases cases, Uploads uploads) {
        this.cases = cases;
        this.uploads = uploads;
    }

    @PostMapping("/cases/{id}/files")
    @Requires(Right.WORK_EVIDENCE)
    @Operation(
            operationId = "announceFile",
            summary = "Announce a file (tus): header Upload-Length; Location says where its bytes go")
    void announce(
            SignedIn person,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String name,
            HttpServletRequest request,
            HttpServletResponse response) {
        EvidenceCase about = cases.get(person, id, Right.WORK_EVIDENCE);
        Uploads.Upload upload = uploads.announce(
                person.who(), Exhibits.name(person), about, null, name(name, request), length(request));
        created(response, "/api/v1/evidence/uploads/" + upload.id());
    }

    @RequestMapping(path = "/uploads/{id}", method = RequestMethod.HEAD)
    @Requires(Right.WORK_EVIDENCE)
    @Operation(operationId = "getUploadOffset", summary = "How much has arrived (tus): header Upload-Offset")
    void offset(SignedIn person, @PathVariable String id, HttpServletResponse response) {
        Uploads.Upload upload = get(person, id);
        tell(response, uploads.offset(upload), upload);
    }

    @PatchMapping("/uploads/{id}")
    @Requires(Right.WORK_EVIDENCE)
    @Operation(operationId = "appendToUpload", summary = "Send bytes (tus): header Upload-Offset, body the bytes")
    void append(SignedIn person, @PathVariable String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Uploads.Upload upload = get(person, id);
        long now = uploads.append(person.who(), upload, at(request), request.getInputStream());
        taken(response, now, upload, uploads);
    }

    private Uploads.Upload get(SignedIn person, String id) {
        Uploads.Upload upload = uploads.find(id).orElseThrow(() -> Problem.notFound("upload", id));
        cases.get(person, upload.caseId(), Right.WORK_EVIDENCE);
        return upload;
    }

    static void created(HttpServletResponse response, String location) {
        response.setStatus(HttpServletResponse.SC_CREATED);
        response.setHeader("Tus-Resumable", "1.0.0");
        response.setHeader("Location", location);
    }

    /** How much is there, and what it became once it is sealed. */
    static void tell(HttpServletResponse response, long offset, Uploads.Upload upload) {
        response.setHeader("Tus-Resumable", "1.0.0");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Upload-Offset", String.valueOf(offset));
        response.setHeader("Upload-Length", String.valueOf(upload.bytes()));
        if (upload.exhibit() != null) {
            response.setHeader("X-Exhibit", upload.exhibit());
        }
    }

    static void taken(HttpServletResponse response, long now, Uploads.Upload upload, Uploads uploads) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        tell(response, now, uploads.find(upload.id()).orElse(upload));
    }

    /** From the query, or from tus' Upload-Metadata. */
    static String name(String query, HttpServletRequest request) {
        String metadata = request.getHeader("Upload-Metadata");
        if (!query.isEmpty() || metadata == null) {
            return query;
        }
        for (String pair : metadata.split(",")) {
            String[] parts = pair.strip().split(" ");
            if (parts.length == 2 && (parts[0].equals("filename") || parts[0].equals("name"))) {
                try {
                    return new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException noBase64) {
                    throw Problem.invalid("Upload-Metadata", "The header Upload-Metadata is not Base64.");
                }
            }
        }
        return "";
    }

    static long length(HttpServletRequest request) {
        return header(request, "Upload-Length");
    }

    static long at(HttpServletRequest request) {
        return header(request, "Upload-Offset");
    }

    private static long header(HttpServletRequest request, String name) {
        String value = request.getHeader(name);
        try {
            return Long.parseLong(value == null ? "" : value.strip());
        } catch (NumberFormatException e) {
            throw Problem.invalid(name, "The header " + name + " must be a number of bytes.");
        }
    }
}
