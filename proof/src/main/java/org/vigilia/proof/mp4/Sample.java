package org.vigilia.proof.mp4;

/**
 * One picture, or one piece of sound, in a file.
 *
 * @param decodeTime in ticks of its track
 * @param duration in ticks
 * @param offset what to add to the decode time for the time at which it is shown
 * @param key whether it can be decoded alone
 * @param position of its first byte in the file
 * @param bytes its length
 */
record Sample(long decodeTime, long duration, int offset, boolean key, long position, int bytes) {
    long shownAt() {
        return decodeTime + offset;
    }
}
