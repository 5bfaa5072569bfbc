package org.vigilia.intake.mapping;

import java.time.Instant;

/**
 * One message as a device sent it.
 *
 * @param topic MQTT topic, without wildcards
 * @param payload its bytes; not copied
 * @param receivedAt when it came, UTC
 */
public record Message(String topic, byte[] payload, Instant receivedAt) {}
