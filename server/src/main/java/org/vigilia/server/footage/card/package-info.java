/** What was lost on the way is fetched from the cameras' own cards. */
@NullMarked
package org.vigilia.server.footage.card;

import org.jspecify.annotations.NullMarked;
