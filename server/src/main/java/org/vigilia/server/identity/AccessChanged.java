package org.vigilia.server.identity;

import org.vigilia.contract.id.PersonId;

/** What a person may do has changed or ended: other role or agency, account or session closed, password changed. */
public record AccessChanged(PersonId person) {}
