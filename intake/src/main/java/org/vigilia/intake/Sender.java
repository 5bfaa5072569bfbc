package org.vigilia.intake;

import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.DeviceAccess;

/**
 * Who hands readings in, and so what they may write.
 *
 * @param device the device that may write only its own datastreams; null when any device of the agency is meant
 * @param agency whose datastreams may be written; null: everybody's
 * @param waits true when a sender that is too fast can be made to wait; false: its readings are refused then
 */
public record Sender(@Nullable String device, @Nullable AgencyId agency, boolean waits) {

    /** A device at the broker: its own datastreams, or all of its agency when it is a gateway. */
    public static Sender of(DeviceAccess access) {
        return new Sender(access.gateway() ? null : access.device(), access.agency(), true);
    }

    /** A person or machine of an agency. */
    public static Sender of(AgencyId agency) {
        return new Sender(null, agency, false);
    }

    /** A broker of the city itself, which has checked its devices. */
    public static Sender trusted() {
        return new Sender(null, null, false);
    }

    boolean mayWrite(DatastreamCard card) {
        if (device != null) {
            return device.equals(card.device()) && (agency == null || agency.equals(card.agency()));
        }
        return agency == null || agency.equals(card.agency());
    }
}
