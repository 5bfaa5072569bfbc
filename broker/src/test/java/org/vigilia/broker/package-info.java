@NullMarked
package org.vigilia.broker;

import org.jspecify.annotations.NullMarked;
