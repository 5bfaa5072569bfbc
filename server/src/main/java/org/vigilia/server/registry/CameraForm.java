package org.vigilia.server.registry;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.scene.GeoPoint;

/**
 * A camera as an administrator enters it.
 *
 * @param agencyId left out: the person's own agency, or the one it has
 * @param placeId named area it looks at
 * @param location where it hangs
 * @param headingDegrees the middle of its view, 0 north, clockwise
 * @param fieldOfViewDegrees width of its view
 * @param rangeM how far it sees, metres
 * @param analysis left out: 5 frames a second with the built-in model
 */
record CameraForm(
        @NotBlank @Size(max = 120) String name,
        @Nullable AgencyId agencyId,
        @Nullable String placeId,
        @Nullable GeoPoint location,
        @Nullable @DecimalMin("0") @DecimalMax("360") Double headingDegrees,
        @Nullable @DecimalMin("1") @DecimalMax("360") Double fieldOfViewDegrees,
        @Nullable @DecimalMin("1") @DecimalMax("5000") Double rangeM,
        @NotNull @Valid StreamsForm streams,
        @Nullable @Valid AnalysisForm analysis) {

    /**
     * @param mainUrl may hold user name and password; they are taken out and kept apart
     * @param password left out when changing a camera: the stored one stays; empty: none
     */
    record StreamsForm(
            @NotBlank @Size(max = 2000) String mainUrl,
            @Nullable @Size(max = 2000) String subUrl,
            @Nullable @Size(max = 200) String userName,
            @Nullable @Size(max = 200) String password) {

        /** Never prints credentials. */
        @Override
        public String toString() {
            return "StreamsForm[]";
        }
    }

    /**
     * @param fps wanted rate
     * @param model left out: "default", the built-in detector; "camera": the camera analyses its pictures itself and sends
     *     ONVIF metadata; else the folder of a model of your own
     */
    record AnalysisForm(
            @Nullable Boolean enabled,
            @Nullable @DecimalMin("0.5") @DecimalMax("30") Double fps,

            @Nullable @Size(max = 80) @Pattern(regexp = "([A-Za-z0-9][A-Za-z0-9._-]*)?")
            String model) {}

    Camera.Analysis usualAnalysis(Camera.@Nullable Analysis before) {
        Camera.Analysis usual = before == null ? new Camera.Analysis(true, 5, "default") : before;
        if (analysis == null) {
            return usual;
        }
        return new Camera.Analysis(
                analysis.enabled() == null ? usual.enabled() : analysis.enabled(),
                analysis.fps() == null ? usual.fps() : analysis.fps(),
                analysis.model() == null || analysis.model().isBlank() ? usual.model() : analysis.model());
    }
}
