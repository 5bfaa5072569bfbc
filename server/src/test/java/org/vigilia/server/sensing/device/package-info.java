/** Devices through HTTP. */
@org.jspecify.annotations.NullMarked
package org.vigilia.server.sensing.device;
