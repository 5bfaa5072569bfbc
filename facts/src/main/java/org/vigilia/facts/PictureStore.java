package org.vigilia.facts;

import java.time.Instant;
import java.util.Optional;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;

/** Snapshots that prove a fact or an alert: small JPEG pictures. Throws {@link LogUnavailable}. */
public interface PictureStore {

    /**
     * Stores a picture; durable when it returns.
     *
     * @param id chosen by the caller, so that facts can name it before it is stored; storing the same id again does
     *     nothing
     * @param jpeg at most 2 MiB
     */
    void save(PictureId id, CameraId camera, Instant at, byte[] jpeg);

    Optional<Picture> find(PictureId id);

    /** A stored picture. */
    record Picture(PictureId id, CameraId camera, Instant at, byte[] jpeg) {}
}
