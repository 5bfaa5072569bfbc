/** What is made from exhibits: clips in which somebody is hidden, or that tell time and place; marked copies; and whose copy got out. */
@NullMarked
package org.vigilia.server.evidence.redact;

import org.jspecify.annotations.NullMarked;
