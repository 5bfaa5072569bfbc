package org.vigilia.server.footage.play;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.registry.Camera;

/** Bookmarks over HTTP. */
@RestController
@RequestMapping("/api/v1/footage/bookmarks")
@Tag(name = "footage")
class BookmarkController {

    private final Bookmarks bookmarks;
    private final Door door;
    private final Audit audit;

    BookmarkController(Bookmarks bookmarks, Door door, Audit audit) {
        this.bookmarks = bookmarks;
        this.door = door;
        this.audit = audit;
    }

    /** A new bookmark. @param to the same as 'from' for a single moment */
    record BookmarkForm(
            @NotNull CameraId camera,
            @NotNull Instant from,
            @NotNull Instant to,
            @NotBlank @Size(max = 500) String text) {}

    @GetMapping
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(operationId = "listBookmarks", summary = "Bookmarks of a camera between two moments")
    List<Bookmarks.Bookmark> list(
            SignedIn by, @RequestParam CameraId camera, @RequestParam Instant from, @RequestParam Instant to) {
        door.open(by, camera);
        return bookmarks.list(camera, Micros.of(from), Micros.of(to));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(Right.PLAY_FOOTAGE)
    @Transactional
    @Operation(operationId = "addBookmark", summary = "Mark a moment")
    Bookmarks.Bookmark add(SignedIn by, @Valid @RequestBody BookmarkForm form) {
        Camera camera = door.open(by, form.camera());
        if (form.to().isBefore(form.from())) {
            throw Problem.invalid("to", "'to' must not be before 'from'.");
        }
        Bookmarks.Bookmark made = bookmarks.add(
                by,
                camera.agency().id(),
                form.camera(),
                form.from(),
                form.to(),
                form.text().strip());
        audit.record(Deed.done(by.who(), "bookmark.created")
                .to("camera", camera.id().value(), camera.name())
                .because(form.from() + ": " + made.text()));
        return made;
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Right.PLAY_FOOTAGE)
    @Transactional
    @Operation(operationId = "removeBookmark", summary = "Remove a bookmark")
    void remove(SignedIn by, @PathVariable String id) {
        Bookmarks.Bookmark mark = bookmarks.find(id).orElseThrow(() -> Problem.notFound("bookmark", id));
        Camera camera = door.open(by, mark.camera());
        bookmarks.remove(id);
        audit.record(Deed.done(by.who(), "bookmark.deleted")
                .to("camera", camera.id().value(), camera.name())
                .because(mark.from() + ": " + mark.text()));
    }
}
