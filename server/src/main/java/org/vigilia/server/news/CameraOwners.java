package org.vigilia.server.news;

import java.util.Optional;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;

/** Tells whose a camera is; told by the room that knows cameras, so that this room need not. */
public interface CameraOwners {

    /** The agency; empty when there is no such camera. */
    Optional<AgencyId> findOwner(CameraId camera);
}
