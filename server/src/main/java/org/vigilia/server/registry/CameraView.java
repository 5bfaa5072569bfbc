package org.vigilia.server.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.server.news.News;

/** A camera as screens get it: what is stored and how it is right now. */
record CameraView(
        CameraId id,
        String name,
        Camera.Owner agency,
        Camera.@Nullable Spot place,
        @Nullable GeoPoint location,
        @Nullable Double headingDegrees,
        @Nullable Double fieldOfViewDegrees,
        @Nullable Double rangeM,
        Camera.Streams streams,
        Camera.Analysis analysis,
        Health health,
        CameraState.@Nullable Rates rates) {

    /** Each null while nobody has told. */
    record Health(CameraState.@Nullable Aspect connection, CameraState.@Nullable Aspect picture) {}

    /** @param editor whether the person may edit it; others do not see the query part of addresses */
    static CameraView of(Camera camera, CameraState state, boolean editor) {
        return new CameraView(
                camera.id(),
                camera.name(),
                camera.agency(),
                camera.place(),
                camera.location(),
                camera.headingDegrees(),
                camera.fieldOfViewDegrees(),
                camera.rangeM(),
                editor ? camera.streams() : withoutQuery(camera.streams()),
                camera.analysis(),
                new Health(state.connection(), state.picture()),
                state.rates());
    }

    /** Some cameras want their password there. */
    private static Camera.Streams withoutQuery(Camera.Streams streams) {
        String sub = streams.subUrl();
        return new Camera.Streams(
                cut(streams.mainUrl()), sub == null ? null : cut(sub), streams.userName(), streams.hasPassword());
    }

    private static String cut(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    /** Tells screens that a camera is new, changed or feels different. */
    record Told(CameraView view) implements News {

        @Override
        public AgencyId agency() {
            return view.agency().id();
        }

        @Override
        public Object message(Instant sentAt) {
            return new Message("camera", view, sentAt);
        }
    }

    /** As it is sent over the news WebSocket. */
    record Message(String type, CameraView camera, Instant sentAt) {}
}
