@NullMarked
package org.vigilia.server.footage.tool;

import org.jspecify.annotations.NullMarked;
