package org.vigilia.server.identity;

import java.util.Set;
import org.vigilia.contract.id.PersonId;
import org.vigilia.server.audit.Who;

/**
 * The person who asks. A controller method takes it as a parameter; it is read anew for every request, so that a change
 * of role or agency counts at once.
 *
 * @param id who
 * @param name sign-in name
 * @param displayName name for people
 * @param role what the person is here for
 * @param agency where the person works
 * @param address network address of the browser
 */
public record SignedIn(PersonId id, String name, String displayName, Role role, Agency agency, String address)
        implements Caller {

    /** All that the role may do. */
    @Override
    public Set<Right> rights() {
        return role.rights();
    }

    @Override
    public Who who() {
        return new Who(id, name, agency.id(), address);
    }
}
