package org.vigilia.facts;

import java.time.Instant;
import java.util.Optional;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;

/** Snapshots that prove a fact or an alert: small JPEG pictures. Throws {@link LogUnavailable}. */
public interface PictureStore {

    /** The largest picture that is stored. */
    int MAX_BYTES = 2 * 1024 * 1024;

    /**
     * Stores a picture; durable when it returns.
     *
     * @param id chosen by the caller, so that facts can name it before it is stored; storing the same id again does
     *     nothing
     * @param jpeg at most 2 MiB
     */
    void save(PictureId id, CameraId camera, Instant at, byte[] jpeg);

    Optional<Picture> find(PictureId id);

    /**
     * Lets a picture outlive the others, as long as alerts' pictures do; also before it is saved. Pictures that a
     * change of an alert names are kept without asking.
     */
    void keep(PictureId id);

    /** A stored picture. */
    record Picture(PictureId id, CameraId camera, Instant at, byte[] jpeg) {}
}
