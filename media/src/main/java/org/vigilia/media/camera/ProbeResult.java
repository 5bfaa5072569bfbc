package org.vigilia.media.camera;

import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.relay.StreamInfo;

/**
 * What trying an address brought.
 *
 * @param ok whether a picture came
 * @param condition GOOD, or what is wrong
 * @param detail one line for people; never holds credentials
 * @param info what the stream is; null unless ok
 * @param stream payload of a STREAM message; null unless ok
 * @param unit the first key picture, NAL units each with a 4-byte length; null unless ok
 */
public record ProbeResult(
        boolean ok,
        Condition condition,
        String detail,
        @Nullable StreamInfo info,
        byte @Nullable [] stream,
        byte @Nullable [] unit) {}
