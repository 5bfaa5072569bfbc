package org.vigilia.contract.relay;

/** How a piece of sound is coded. The order never changes: its number goes over the wire. */
public enum SoundCoding {
    /** G.711 µ-law. */
    PCMU,
    /** G.711 A-law. */
    PCMA,
    /** 16 bit, signed, big endian, channels interleaved (RFC 3551, 4.5.11). */
    L16,
    /** Advanced Audio Coding; the configuration is an AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1). */
    AAC,
    /** RFC 6716. */
    OPUS
}
