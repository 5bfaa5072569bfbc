package org.vigilia.media.codec;

import java.util.Arrays;
import org.vigilia.contract.relay.StreamInfo;

/**
 * What a decoder must know before the first picture.
 *
 * @param codec video coding
 * @param codecString as in RFC 6381
 * @param widthPx picture width after cropping
 * @param heightPx picture height after cropping
 * @param fps nominal, from the parameter sets; 0 when they do not say
 * @param configuration avcC or hvcC (ISO/IEC 14496-15); not copied, not to be changed
 */
public record VideoFormat(
        StreamInfo.Codec codec, String codecString, int widthPx, int heightPx, double fps, byte[] configuration) {

    @Override
    public boolean equals(Object other) {
        return other instanceof VideoFormat format
                && codec == format.codec
                && Arrays.equals(configuration, format.configuration);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(configuration);
    }
}
