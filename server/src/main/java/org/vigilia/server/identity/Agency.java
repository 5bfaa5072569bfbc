package org.vigilia.server.identity;

import org.vigilia.contract.id.AgencyId;

/**
 * Police, transport, utilities, …: everything in the city belongs to one.
 *
 * @param id never changes
 * @param name for people, unique
 * @param city whether its administrators administer all agencies; true for the first one only
 * @param active people of an inactive agency cannot sign in
 */
public record Agency(AgencyId id, String name, boolean city, boolean active) {}
