/**
 * Rules over the facts of a whole city at work, in plain Java: the stream job asks them as facts come, the server asks
 * them about last week.
 *
 * <p>Two stages. {@link org.vigilia.rules.SensorJudge} sees every observation and tells when a condition of one
 * datastream begins and ends; that is rare. {@link org.vigilia.rules.CityJudge} sees only that, and makes alerts of it.
 * Both can be written down and go on elsewhere; the same facts in the same order give the same alerts with the same ids.
 *
 * <p>Times inside are microseconds since 1970-01-01T00:00:00Z.
 */
@NullMarked
package org.vigilia.rules;

import org.jspecify.annotations.NullMarked;
