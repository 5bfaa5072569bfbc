package org.vigilia.contract.relay;

import org.vigilia.contract.id.CameraId;

/**
 * What a subscriber asks for, the first and only message it sends on a relay connection.
 *
 * @param token the machine's relay token
 * @param camera whose pictures
 * @param stream main or sub
 */
public record Subscribe(String token, CameraId camera, StreamChoice stream) {

    /** Never prints the token. */
    @Override
    public String toString() {
        return "Subscribe[camera=" + camera + ", stream=" + stream + "]";
    }
}
