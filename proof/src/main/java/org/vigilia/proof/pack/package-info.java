/**
 * Evidence packages ({@code .vgx}): what is sealed, how it is packed, and how anyone verifies it. The format is written
 * down in docs/reference/evidence-format.md.
 */
@NullMarked
package org.vigilia.proof.pack;

import org.jspecify.annotations.NullMarked;
