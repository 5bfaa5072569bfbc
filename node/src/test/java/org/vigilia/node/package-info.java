/** Tests of the supervisor and the command line. */
@NullMarked
package org.vigilia.node;

import org.jspecify.annotations.NullMarked;
