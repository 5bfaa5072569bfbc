package org.vigilia.server.audit;

import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.PersonId;

/**
 * Who did it and from where.
 *
 * @param person null when nobody is signed in, or when a machine or the server itself acts
 * @param name the person's sign-in name, the name somebody tried to sign in with, "machine …" with the name and id of
 *     its token, or "server"
 * @param agency the person's or machine's agency; null when not known
 * @param address network address the request came from; "local" for the server itself
 */
public record Who(
        @Nullable PersonId person, String name, @Nullable AgencyId agency, String address) {

    /** The server, by its own rules. */
    public static final Who SERVER = new Who(null, "server", null, "local");
}
