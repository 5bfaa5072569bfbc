package org.vigilia.contract.sensing;

import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;

/**
 * How a device may speak to the MQTT broker.
 *
 * @param device its id and MQTT user name, unique in the city; letters, digits and . _ : -
 * @param agency whose device it is
 * @param passwordHash {@code sha256:} and the hex SHA-256 of its random password (256 bit, so no salt is needed); null
 *     when it may only come with a certificate
 * @param certificate hex SHA-256 of its client certificate; null when it may only come with a password
 * @param mapping name of the payload mapping it speaks
 * @param gateway true: may write for every device of its agency, not only for itself
 * @param enabled false: refused
 */
public record DeviceAccess(
        String device,
        AgencyId agency,
        @Nullable String passwordHash,
        @Nullable String certificate,
        String mapping,
        boolean gateway,
        boolean enabled) {}
