/** Values that people bring in: pasted payloads, files, and refused messages that are tried again. */
@NullMarked
package org.vigilia.server.sensing.arrival;

import org.jspecify.annotations.NullMarked;
