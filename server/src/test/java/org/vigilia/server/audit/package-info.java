@NullMarked
package org.vigilia.server.audit;

import org.jspecify.annotations.NullMarked;
