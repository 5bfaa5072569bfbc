/** The server as tests see it: started on a real database, asked over HTTP. */
@NullMarked
package org.vigilia.server.testing;

import org.jspecify.annotations.NullMarked;
