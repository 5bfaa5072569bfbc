/**
 * Rules over the city's facts: written by people, tried on history, published to the stream job, exported and imported.
 * Inside of the room alerting; nothing here is for other rooms.
 */
@NullMarked
package org.vigilia.server.alerting.rules;

import org.jspecify.annotations.NullMarked;
