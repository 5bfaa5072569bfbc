package org.vigilia.server.identity;

import java.util.Set;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.audit.Who;

/**
 * Who asks: a person who is signed in or a machine with a token. A controller method that is open to both takes it as a
 * parameter; one that takes {@link SignedIn} is for people only, and machines are refused whatever rights they carry.
 *
 * <p>Both are read anew for every request, so that a change of rights counts at once.
 */
public sealed interface Caller permits SignedIn, Machine {

    /** The agency whose things this caller works with. */
    Agency agency();

    /** What this caller may do at all; whose things that reaches is for {@link Access} to say. */
    Set<Right> rights();

    /** For the audit log. */
    Who who();

    /** Network address the request came from. */
    String address();

    /** The id of {@link #agency()}. */
    default AgencyId agencyId() {
        return agency().id();
    }
}
