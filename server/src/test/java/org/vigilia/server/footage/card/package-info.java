@NullMarked
package org.vigilia.server.footage.card;

import org.jspecify.annotations.NullMarked;
