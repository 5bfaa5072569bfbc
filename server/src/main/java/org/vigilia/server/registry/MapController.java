package org.vigilia.server.registry;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.server.Problem;
import org.vigilia.server.ServerSettings;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** The base map: one file of this machine, so that it works without the internet. */
@RestController
@Tag(name = "map")
class MapController {

    private static final GeoPoint NOWHERE = new GeoPoint(0, 0);

    private final ServerSettings.BaseMap settings;
    private final Cameras cameras;

    MapController(ServerSettings.BaseMap settings, Cameras cameras) {
        this.settings = settings;
        this.cameras = cameras;
    }

    @GetMapping("/api/v1/map")
    @Requires(Right.USE_SYSTEM)
    @Operation(operationId = "getMap", summary = "Which base map there is, and where it opens")
    BaseMap map(SignedIn by) {
        Optional<Path> file = file();
        GeoPoint set = settings.latitude() == null || settings.longitude() == null
                ? null
                : new GeoPoint(settings.latitude(), settings.longitude());
        GeoPoint centre = set != null ? set : middle(cameras.list(by));
        return new BaseMap(
                file.map(MapController::kind).orElse(null),
                file.map(f -> "/map/" + (kind(f) == Kind.PMTILES ? "base.pmtiles" : "base.geojson"))
                        .orElse(null),
                settings.attribution(),
                centre == null ? NOWHERE : centre,
                centre == null ? 2 : settings.zoom());
    }

    @GetMapping("/map/base.geojson")
    @Requires(Right.USE_SYSTEM)
    @Hidden
    ResponseEntity<Resource> geojson() {
        return file(Kind.GEOJSON, MediaType.parseMediaType("application/geo+json"));
    }

    /** Spring answers ranges of a resource by itself (RFC 9110, 14). */
    @GetMapping("/map/base.pmtiles")
    @Requires(Right.USE_SYSTEM)
    @Hidden
    ResponseEntity<Resource> pmtiles() {
        return file(Kind.PMTILES, MediaType.APPLICATION_OCTET_STREAM);
    }

    private ResponseEntity<Resource> file(Kind kind, MediaType type) {
        Path file = file().filter(f -> kind(f) == kind)
                .orElseThrow(() -> Problem.notFound("map", kind.name().toLowerCase(Locale.ROOT)));
        return ResponseEntity.ok()
                .contentType(type)
                .lastModified(file.toFile().lastModified())
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePrivate())
                .body(new FileSystemResource(file));
    }

    private Optional<Path> file() {
        return Optional.ofNullable(settings.file()).filter(Files::isRegularFile);
    }

    private static Kind kind(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".pmtiles")
                ? Kind.PMTILES
                : Kind.GEOJSON;
    }

    /** The middle of the cameras; null when none has a place. */
    private static @Nullable GeoPoint middle(List<Camera> cameras) {
        double latitude = 0;
        double longitude = 0;
        int count = 0;
        for (Camera camera : cameras) {
            GeoPoint at = camera.location();
            if (at != null) {
                latitude += at.latitude();
                longitude += at.longitude();
                count++;
            }
        }
        return count == 0 ? null : new GeoPoint(latitude / count, longitude / count);
    }

    enum Kind {
        GEOJSON,
        PMTILES
    }

    /**
     * @param kind null when there is no base map
     * @param url where to fetch it; null when there is no base map
     * @param attribution who must be named on the map; may be empty
     */
    record BaseMap(@Nullable Kind kind, @Nullable String url, String attribution, GeoPoint centre, double zoom) {}
}
