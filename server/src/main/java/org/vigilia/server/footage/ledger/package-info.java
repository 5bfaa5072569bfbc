/** The completeness ledger: for every camera and day what was recorded, lost and deleted, signed. */
@NullMarked
package org.vigilia.server.footage.ledger;

import org.jspecify.annotations.NullMarked;
