package org.vigilia.media.camera;

import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamChoice;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.contract.relay.StreamStatus;
import org.vigilia.media.relay.StreamFigures;
import org.vigilia.media.source.SourceFigures;

/**
 * How one stream of a camera is.
 *
 * @param camera which
 * @param stream main or sub
 * @param status condition, since when, one line for people
 * @param info what it is; null while nothing is known
 * @param relay what went through
 * @param source what was received
 * @param reconnects since start
 */
public record CameraReport(
        CameraId camera,
        StreamChoice stream,
        StreamStatus status,
        @Nullable StreamInfo info,
        StreamFigures relay,
        SourceFigures source,
        long reconnects) {}
