/** NGSI-LD through HTTP. */
@org.jspecify.annotations.NullMarked
package org.vigilia.server.sensing.ngsi;
