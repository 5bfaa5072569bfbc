package org.vigilia.server.identity;

import java.util.Optional;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;

/**
 * The one policy point: answers "may X do Y to Z now?", and nobody else does. What is not granted is refused.
 *
 * <p>A right comes from the person's role and reaches the things of the own agency; administrative rights of the first
 * agency's administrators reach all agencies. Safe for use by many threads.
 */
@Component
public class Access {

    private final Audit audit;

    Access(Audit audit) {
        this.audit = audit;
    }

    /** Whether the person has the right at all, on things of the own agency. */
    public boolean may(SignedIn person, Right right) {
        return person.role().rights().contains(right);
    }

    /** Whether the person has the right on things of {@code owner}. */
    public boolean may(SignedIn person, Right right, AgencyId owner) {
        return may(person, right) && (person.agencyId().equals(owner) || everywhere(person, right));
    }

    /**
     * Whose things a list may show.
     *
     * @return the one agency the person's right is limited to; empty when it reaches all
     * @throws Problem 403 when the person does not have the right at all
     */
    public Optional<AgencyId> limit(SignedIn person, Right right) {
        require(person, right);
        return everywhere(person, right) ? Optional.empty() : Optional.of(person.agencyId());
    }

    /** @throws Problem 403, and an audit record, when the person does not have the right at all */
    public void require(SignedIn person, Right right) {
        if (!may(person, right)) {
            audit.record(Deed.refused(person.who(), "access.refused", "needs the right " + right));
            throw Problem.refused(missing(person, right));
        }
    }

    /**
     * Refuses unless the person has the right on this thing. The refusal is recorded, also when the transaction
     * around it is rolled back.
     *
     * @param kind "camera", "alert", …
     * @param id its id
     * @param owner whose it is
     * @throws Problem 404 for things of other agencies (whether they exist is not told), 403 for a missing right
     */
    public void require(SignedIn person, Right right, String kind, String id, AgencyId owner) {
        if (may(person, right, owner)) {
            return;
        }
        audit.record(Deed.refused(person.who(), "access.refused", "needs the right " + right + " in " + owner)
                .to(kind, id, null));
        if (may(person, right)) {
            throw Problem.notFound(kind, id);
        }
        throw Problem.refused(missing(person, right));
    }

    private static boolean everywhere(SignedIn person, Right right) {
        return right.reach() == Right.Reach.ADMINISTRATION
                && person.role() == Role.ADMINISTRATOR
                && person.agency().city();
    }

    private static String missing(SignedIn person, Right right) {
        return "This needs the right " + right + ", which the role " + person.role()
                + " does not have. Ask an administrator.";
    }
}
