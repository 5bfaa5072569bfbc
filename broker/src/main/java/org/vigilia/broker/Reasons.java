package org.vigilia.broker;

import org.jspecify.annotations.Nullable;
import org.vigilia.intake.Refusal;

/** Reason codes of MQTT 5 (section 2.4) that we send. */
final class Reasons {

    static final byte SUCCESS = 0;
    static final byte MALFORMED_PACKET = (byte) 0x81;
    static final byte IMPLEMENTATION_SPECIFIC = (byte) 0x83;
    static final byte NOT_AUTHORISED = (byte) 0x87;
    static final byte TOPIC_NAME_INVALID = (byte) 0x90;
    static final byte RECEIVE_MAXIMUM_EXCEEDED = (byte) 0x93;
    static final byte TOPIC_ALIAS_INVALID = (byte) 0x94;
    static final byte PACKET_TOO_LARGE = (byte) 0x95;
    static final byte QUOTA_EXCEEDED = (byte) 0x97;
    static final byte PAYLOAD_FORMAT_INVALID = (byte) 0x99;

    private Reasons() {}

    /** For the acknowledgement of a message; null: something of it was accepted. */
    static byte of(Refusal.@Nullable Kind kind) {
        if (kind == null) {
            return SUCCESS;
        }
        return switch (kind) {
            case MALFORMED, NOT_A_NUMBER, BAD_TIME -> PAYLOAD_FORMAT_INVALID;
            case NOT_ALLOWED, DISABLED -> NOT_AUTHORISED;
            case UNKNOWN_DEVICE, UNKNOWN_CHANNEL -> TOPIC_NAME_INVALID;
            case TOO_LARGE -> PACKET_TOO_LARGE;
            case TOO_FAST -> QUOTA_EXCEEDED;
            case STORE -> IMPLEMENTATION_SPECIFIC;
        };
    }
}
