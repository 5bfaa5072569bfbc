package org.vigilia.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Every setting of the server, a record per section; a key in the settings file is {@code section.name}.
 *
 * <p>Spring itself reads {@code http.port} (8080) and {@code http.address} (0.0.0.0); the fact store also reads {@code
 * db.pool} and {@code db.retention.*}, see {@link org.vigilia.facts.FactsSettings}.
 */
public final class ServerSettings {

    private ServerSettings() {}

    /**
     * What the server keeps outside the database.
     *
     * @param dir folder for the key of the camera passwords and the first administrator's password
     */
    @ConfigurationProperties("data")
    public record Data(@DefaultValue("data") Path dir) {}

    /**
     * The machine's own secret, shared by its processes.
     *
     * @param file file with the token; null: calls to other processes carry none
     */
    @ConfigurationProperties("token")
    public record Token(@Nullable Path file) {}

    /**
     * The media process.
     *
     * @param url its control interface
     * @param socket its relay
     */
    @ConfigurationProperties("media")
    public record Media(
            @DefaultValue("http://127.0.0.1:7010") URI url,
            @DefaultValue("run/media.sock") Path socket) {}

    /**
     * The vision workers.
     *
     * @param urls one for each worker
     */
    @ConfigurationProperties("vision")
    public record Vision(
            @DefaultValue("http://127.0.0.1:7020") List<URI> urls) {}

    /**
     * PostgreSQL; the schemas {@code server} and {@code facts} are made there.
     *
     * @param url JDBC address
     * @param user database user; needs the right to create schemas
     * @param passwordFile file that holds the password and nothing else; null when none is needed
     * @param connections most connections for people's requests, beside those of the fact store
     */
    @ConfigurationProperties("db")
    public record Db(
            @DefaultValue("jdbc:postgresql://127.0.0.1:5433/vigilia")
            String url,

            @DefaultValue("vigilia") String user,
            @Name("password.file") @Nullable Path passwordFile,
            @DefaultValue("10") int connections) {}

    /**
     * The stream job, whose health is shown.
     *
     * @param url its interface
     */
    @ConfigurationProperties("stream")
    public record Stream(
            @DefaultValue("http://127.0.0.1:7030") URI url) {}

    /**
     * The supervisor of this machine, whose processes' health is shown.
     *
     * @param url its interface
     */
    @ConfigurationProperties("node")
    public record Node(
            @DefaultValue("http://127.0.0.1:7000") URI url) {}

    /**
     * The first agency, made at the first start.
     *
     * @param name what it is called
     */
    @ConfigurationProperties("agency")
    public record FirstAgency(@DefaultValue("City") String name) {}

    /**
     * The base map.
     *
     * @param file a GeoJSON file (.geojson, .json) or a PMTiles archive (.pmtiles); null: no base map
     * @param attribution who must be named on the map
     * @param latitude where the map opens, degrees north; null: where the cameras are
     * @param longitude where the map opens, degrees east; null: where the cameras are
     * @param zoom how close the map opens, 0 the world to 22 a room
     */
    @ConfigurationProperties("map")
    public record BaseMap(
            @Nullable Path file,
            @DefaultValue("") String attribution,
            @Nullable Double latitude,
            @Nullable Double longitude,
            @DefaultValue("15") double zoom) {}

    /**
     * The web app.
     *
     * @param dir folder of the built web app; where it is absent only the interface is served
     */
    @ConfigurationProperties("web")
    public record Web(@DefaultValue("web/dist") Path dir) {}

    /**
     * How people sign in.
     *
     * @param secureCookies true when people come by https only
     * @param sessionIdle a session ends after so long without a request
     * @param attempts wrong passwords, or refused tokens, in a row for one name or one address before more are refused for a
     *     while
     * @param lockout how long it is refused
     * @param origins further origins the web app may be served from, for WebSockets; the server's own always may
     */
    @ConfigurationProperties("identity")
    public record Identity(
            @Name("secure.cookies") @DefaultValue("false") boolean secureCookies,
            @Name("session.idle") @DefaultValue("12h") Duration sessionIdle,
            @DefaultValue("5") int attempts,
            @DefaultValue("1m") Duration lockout,
            @DefaultValue List<String> origins) {}

    /**
     * What may be registered as a camera.
     *
     * @param allowFiles whether file: addresses are allowed (demo and tests)
     * @param allowLocal whether every network address is allowed. Otherwise link-local ones (a cloud's metadata) are
     *     refused, and this machine itself for http: somebody could read the machine's own services by it
     */
    @ConfigurationProperties("cameras")
    public record CameraAddresses(
            @Name("allow.files") @DefaultValue("false") boolean allowFiles,
            @Name("allow.local") @DefaultValue("false") boolean allowLocal) {}
}
