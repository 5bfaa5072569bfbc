/** Tests of rules over the city's facts. */
@NullMarked
package org.vigilia.server.alerting.rules;

import org.jspecify.annotations.NullMarked;
