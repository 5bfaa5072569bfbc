/** What leaves a case and what comes into it: shares with agencies and outsiders, and files that are brought in. */
@NullMarked
package org.vigilia.server.evidence.share;

import org.jspecify.annotations.NullMarked;
