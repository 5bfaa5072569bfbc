package org.vigilia.server.identity;

import java.util.Set;
import org.vigilia.server.audit.Who;

/**
 * A machine that asks with a token: a gateway of sensors, another system. It works for one agency, and its rights reach
 * that agency's things only.
 *
 * @param token which token it showed; tells machines apart
 * @param name what the agency calls it
 * @param agency whom it works for
 * @param rights what its token allows, out of {@link Right#ofMachines()}
 * @param address network address the request came from
 */
public record Machine(TokenId token, String name, Agency agency, Set<Right> rights, String address) implements Caller {

    public Machine {
        rights = Set.copyOf(rights);
    }

    /** No person: the name says that it was a machine, and which. */
    @Override
    public Who who() {
        return new Who(null, "machine " + name + " (" + token + ")", agency.id(), address);
    }
}
