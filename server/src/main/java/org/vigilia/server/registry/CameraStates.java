package org.vigilia.server.registry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;

/** How the cameras are right now; kept in memory, {@link HealthWatch} fills it every second. Safe for many threads. */
@Component
class CameraStates {

    private final Map<CameraId, CameraState> states = new ConcurrentHashMap<>();

    CameraState get(CameraId camera) {
        return states.getOrDefault(camera, CameraState.UNKNOWN);
    }

    /** @return what it was before */
    CameraState set(CameraId camera, CameraState state) {
        CameraState before = states.put(camera, state);
        return before == null ? CameraState.UNKNOWN : before;
    }

    void forget(CameraId camera) {
        states.remove(camera);
    }
}
