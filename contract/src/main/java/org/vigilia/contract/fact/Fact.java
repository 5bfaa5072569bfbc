package org.vigilia.contract.fact;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.vigilia.contract.id.CameraId;

/** Something that was sensed: immutable, timed, durable. Sensor observations join in a later step. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fact")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrackUpdate.class, name = "track"),
    @JsonSubTypes.Type(value = SceneReading.class, name = "scene"),
    @JsonSubTypes.Type(value = CameraHealth.class, name = "health")
})
public sealed interface Fact permits TrackUpdate, SceneReading, CameraHealth {

    /** The camera that sensed it. */
    CameraId camera();

    /** When it was true: the capture time of the frame, UTC. */
    Instant at();
}
