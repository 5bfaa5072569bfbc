package org.vigilia.server.identity;

import org.vigilia.contract.id.PersonId;

/**
 * Somebody with an account.
 *
 * @param id never changes
 * @param name sign-in name, unique in any case
 * @param displayName name for people
 * @param role what the person is here for
 * @param agency where the person works
 * @param active whether the person may sign in
 * @param mustChangePassword the password was given by somebody else and must be changed first
 */
public record Person(
        PersonId id,
        String name,
        String displayName,
        Role role,
        Agency agency,
        boolean active,
        boolean mustChangePassword) {}
