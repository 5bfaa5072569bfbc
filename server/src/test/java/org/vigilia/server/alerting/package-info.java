/** Tests of the room. */
@NullMarked
package org.vigilia.server.alerting;

import org.jspecify.annotations.NullMarked;
