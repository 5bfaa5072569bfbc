@NullMarked
package org.vigilia.server.identity.token;

import org.jspecify.annotations.NullMarked;
