/**
 * The MQTT broker process: devices' messages in, acknowledged when they are durable. Artemis keeps connections, sessions
 * and subscriptions; what devices publish is taken out of its way and given to the intake.
 */
@NullMarked
package org.vigilia.broker;

import org.jspecify.annotations.NullMarked;
