/** How long recordings are kept and where: policies, holds, deletion, pools and tiers. */
@NullMarked
package org.vigilia.server.footage.keep;

import org.jspecify.annotations.NullMarked;
