/** Tests of the room. */
@NullMarked
package org.vigilia.server.news;

import org.jspecify.annotations.NullMarked;
