/**
 * What a pretend town's sensors feel: weather, traffic, air, sound, water, bins and people as functions of time, with
 * scripted happenings and faults of known truth. Plain Java, no clock, no network.
 */
@NullMarked
package org.vigilia.sim.sensors;

import org.jspecify.annotations.NullMarked;
