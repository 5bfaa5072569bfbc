@NullMarked
package org.vigilia.server.footage.ledger;

import org.jspecify.annotations.NullMarked;
