package org.vigilia.server.sensing.things;

/** Something in SensorThings was made, changed or removed; told inside the transaction. */
public record ThingsChanged() {}
