package org.vigilia.proof.mp4;

import java.util.List;

/**
 * One {@code moof} with its {@code mdat}.
 *
 * @param position of the {@code moof} in the file
 * @param payload position of the first byte inside the {@code mdat}
 * @param payloadBytes length of what is inside the {@code mdat}
 * @param pictures samples of the video track, in decode order
 * @param sound samples of the sound track
 */
record Fragment(long position, long payload, long payloadBytes, List<Sample> pictures, List<Sample> sound) {
    long end() {
        return payload + payloadBytes;
    }
}
