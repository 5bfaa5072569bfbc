/** Devices for people's screens: made, changed, watched; their values as charts, downloads and by plain HTTP. */
@NullMarked
package org.vigilia.server.sensing.device;

import org.jspecify.annotations.NullMarked;
