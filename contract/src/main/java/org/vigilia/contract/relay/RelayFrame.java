package org.vigilia.contract.relay;

import java.nio.ByteBuffer;

/**
 * One message of the relay protocol as bytes.
 *
 * <p>On a stream socket each message is {@code int32 length} (of what follows, big endian) then {@code uint8 type} then
 * the payload; on a WebSocket the length is left out because messages have their own. All numbers are big endian.
 *
 * <table>
 * <caption>Messages</caption>
 * <tr><th>type</th><th>name</th><th>payload</th></tr>
 * <tr><td>0</td><td>SUBSCRIBE</td><td>JSON of {@link Subscribe}, subscriber to media</td></tr>
 * <tr><td>1</td><td>STREAM</td><td>{@code uint16} length of JSON, JSON of {@link StreamInfo}, then the decoder
 *     configuration record (avcC: ISO/IEC 14496-15, 5.3.3; hvcC: 8.3.3)</td></tr>
 * <tr><td>2</td><td>UNIT</td><td>{@code int64} capture time, {@code int64} arrival time (both microseconds since 1970,
 *     UTC), {@code uint32} number of the frame in this connection to the camera, {@code uint8} flags (bit 0: key frame; bit 1: units
 *     were dropped for this subscriber just before this one), then the access unit: NAL units each with a 4-byte length</td></tr>
 * <tr><td>3</td><td>STATUS</td><td>JSON of {@link StreamStatus}</td></tr>
 * <tr><td>4</td><td>ANALYTICS</td><td>{@code int64} capture time in microseconds, then an ONVIF metadata document
 *     (tt:MetadataStream, XML) that the camera itself sent</td></tr>
 * <tr><td>5</td><td>SOUND</td><td>{@code int64} capture time, {@code int64} arrival time (both microseconds), {@code uint8}
 *     number of the {@link SoundCoding}, {@code uint8} channels, {@code uint8} flags (bit 1: sound was lost just before),
 *     {@code int32} samples a second, {@code uint16} length of the decoder configuration, that, then one coded piece</td></tr>
 * </table>
 *
 * <p>A subscriber first gets STATUS; then, when a stream is known, STREAM and every unit since the last key frame. Who
 * asks for {@link StreamChoice#SOUND} gets STATUS and SOUND, nobody else gets SOUND.
 *
 * @param type one of the numbers above; unknown ones are to be skipped
 * @param payload read-only view, positioned at its start
 */
public record RelayFrame(int type, ByteBuffer payload) {

    public static final int SUBSCRIBE = 0;
    public static final int STREAM = 1;
    public static final int UNIT = 2;
    public static final int STATUS = 3;
    public static final int ANALYTICS = 4;
    public static final int SOUND = 5;

    /** Bytes of a UNIT's payload before the access unit. */
    public static final int UNIT_HEADER = 8 + 8 + 4 + 1;

    public static final int KEY_FRAME = 1;
    public static final int UNITS_DROPPED = 2;

    /** Longer messages are refused: no real access unit comes near. */
    public static final int MAX_LENGTH = 16 * 1024 * 1024;

    public RelayFrame {
        payload = payload.asReadOnlyBuffer();
    }
}
