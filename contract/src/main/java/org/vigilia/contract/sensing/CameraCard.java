package org.vigilia.contract.sensing;

import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.scene.GeoPoint;

/**
 * Where a camera is, for those who look for the camera nearest to what a sensor felt.
 *
 * @param id which camera
 * @param agency whose
 * @param name for people
 * @param place where it stands, WGS 84
 */
public record CameraCard(CameraId id, AgencyId agency, String name, GeoPoint place) {}
