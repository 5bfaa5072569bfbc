package org.vigilia.server.incident;

import java.time.Instant;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.identity.Right;
import org.vigilia.server.news.News;

/**
 * An incident was opened or changed. Published in the transaction of the change.
 *
 * @param change the newest line of its timeline
 * @param incident as it is now
 */
public record IncidentChanged(TimelineEntry.Kind change, Incident incident) implements News {

    @Override
    public Right right() {
        return Right.SEE_INCIDENTS;
    }

    @Override
    public AgencyId agency() {
        return incident.agency();
    }

    @Override
    public Object message(Instant sentAt) {
        return new Message("incident", change, incident, sentAt);
    }

    /**
     * What goes over the socket.
     *
     * @param type always "incident"
     */
    public record Message(String type, TimelineEntry.Kind change, Incident incident, Instant sentAt) {}
}
