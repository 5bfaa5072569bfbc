/** What tests of pretend cameras need: media as a process, a relay client. */
@NullMarked
package org.vigilia.sim.testing;

import org.jspecify.annotations.NullMarked;
