/** NGSI-LD (ETSI GS CIM 009): devices as entities of FIWARE Smart Data Models, and subscriptions to what they tell. */
@NullMarked
package org.vigilia.server.sensing.ngsi;

import org.jspecify.annotations.NullMarked;
