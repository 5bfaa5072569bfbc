package org.vigilia.server.registry;

import org.vigilia.contract.id.CameraId;

/** A camera was added, changed, deleted or restored, or what is drawn in its picture; told inside the transaction. */
public record CamerasChanged(CameraId camera) {}
