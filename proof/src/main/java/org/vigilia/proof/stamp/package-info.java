/**
 * Time stamps (RFC 3161): somebody outside the agency says that a text existed at a time. The cryptography is Bouncy
 * Castle's; see decision 0058-time-stamps.
 */
@NullMarked
package org.vigilia.proof.stamp;

import org.jspecify.annotations.NullMarked;
