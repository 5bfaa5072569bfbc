/** Small pictures by which exhibits are told apart. */
@NullMarked
package org.vigilia.server.evidence.preview;

import org.jspecify.annotations.NullMarked;
