package org.vigilia.server.identity;

import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;

/**
 * The one policy point: answers "may X do Y to Z now?", and nobody else does. What is not granted is refused.
 *
 * <p>A right comes from the person's role or the machine's token and reaches the things of the own agency;
 * administrative rights of the first agency's administrators reach all agencies. Safe for use by many threads.
 */
@Component
public class Access {

    private final Audit audit;
    private final MachineRefusals machines;

    Access(Audit audit, Clock clock) {
        this.audit = audit;
        this.machines = new MachineRefusals(clock);
    }

    /** Whether the caller has the right at all, on things of the own agency. */
    public boolean may(Caller caller, Right right) {
        return caller.rights().contains(right);
    }

    /** Whether the caller has the right on things of {@code owner}. */
    public boolean may(Caller caller, Right right, AgencyId owner) {
        return may(caller, right) && (caller.agencyId().equals(owner) || everywhere(caller, right));
    }

    /**
     * Whose things a list may show.
     *
     * @return the one agency the right is limited to; empty when it reaches all
     * @throws Problem 403 when the caller does not have the right at all
     */
    public Optional<AgencyId> limit(Caller caller, Right right) {
        require(caller, right);
        return everywhere(caller, right) ? Optional.empty() : Optional.of(caller.agencyId());
    }

    /** @throws Problem 403, and an audit record, when the caller does not have the right at all */
    public void require(Caller caller, Right right) {
        if (!may(caller, right)) {
            record(caller, right, Deed.refused(caller.who(), "access.refused", "needs the right " + right));
            throw Problem.refused(missing(caller, right));
        }
    }

    /**
     * Refuses unless the caller has the right on this thing. The refusal is recorded, also when the transaction
     * around it is rolled back.
     *
     * @param kind "camera", "alert", …
     * @param id its id
     * @param owner whose it is
     * @throws Problem 404 for things of other agencies (whether they exist is not told), 403 for a missing right
     */
    public void require(Caller caller, Right right, String kind, String id, AgencyId owner) {
        if (may(caller, right, owner)) {
            return;
        }
        record(
                caller,
                right,
                Deed.refused(caller.who(), "access.refused", "needs the right " + right + " in " + owner)
                        .to(kind, id, null));
        if (may(caller, right)) {
            throw Problem.notFound(kind, id);
        }
        throw Problem.refused(missing(caller, right));
    }

    private void record(Caller caller, Right right, Deed refused) {
        if (!(caller instanceof Machine machine)) {
            audit.record(refused);
            return;
        }
        machines.count(machine.token(), right)
                .ifPresent(more -> audit.record(
                        more == 0
                                ? refused
                                : refused.because(refused.detail() + "; " + more + " more since the last record")));
    }

    private static boolean everywhere(Caller caller, Right right) {
        return right.reach() == Right.Reach.ADMINISTRATION
                && caller instanceof SignedIn person
                && person.role() == Role.ADMINISTRATOR
                && person.agency().city();
    }

    private static String missing(Caller caller, Right right) {
        String who = caller instanceof SignedIn person
                ? "the role " + person.role() + " does not have"
                : "the token of this machine does not carry";
        return "This needs the right " + right + ", which " + who + ". Ask an administrator.";
    }
}
