/** The command line of recordings: an audit that trusts nothing, and the making of the index anew. */
@NullMarked
package org.vigilia.server.footage.tool;

import org.jspecify.annotations.NullMarked;
