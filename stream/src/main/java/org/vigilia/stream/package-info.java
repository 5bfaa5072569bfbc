/**
 * The stream process: facts in, alerts out.
 */
@NullMarked
package org.vigilia.stream;

import org.jspecify.annotations.NullMarked;
