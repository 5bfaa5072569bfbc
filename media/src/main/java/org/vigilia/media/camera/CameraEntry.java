package org.vigilia.media.camera;

import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.media.record.RecordingPlan;
import org.vigilia.media.rtsp.Login;

/**
 * A camera as the server wants it watched.
 *
 * @param id which
 * @param mainUrl full resolution; may hold credentials, so it is never printed
 * @param subUrl the small stream; null when there is none
 * @param userName null when not needed
 * @param password null when not needed
 * @param recording when it is recorded; null means always, without sound
 */
public record CameraEntry(
        CameraId id,
        String mainUrl,
        @Nullable String subUrl,
        @Nullable String userName,
        @Nullable String password,
        @Nullable RecordingPlan recording) {

    public CameraEntry {
        if (mainUrl == null || mainUrl.isBlank()) {
            throw new IllegalArgumentException("camera " + id + " has no mainUrl");
        }
        if (subUrl != null && subUrl.isBlank()) {
            subUrl = null;
        }
    }

    /** Recorded always. */
    public CameraEntry(
            CameraId id,
            String mainUrl,
            @Nullable String subUrl,
            @Nullable String userName,
            @Nullable String password) {
        this(id, mainUrl, subUrl, userName, password, null);
    }

    /** When it is recorded. */
    RecordingPlan plan() {
        return recording == null ? RecordingPlan.CONTINUOUS : recording;
    }

    /** The same camera, but for how it is recorded. */
    CameraEntry unrecorded() {
        return new CameraEntry(id, mainUrl, subUrl, userName, password, null);
    }

    /** Null when none was given. */
    @Nullable
    Login login() {
        return userName == null || userName.isEmpty() ? null : new Login(userName, password == null ? "" : password);
    }

    @Override
    public String toString() {
        return "CameraEntry[" + id + "]";
    }
}
