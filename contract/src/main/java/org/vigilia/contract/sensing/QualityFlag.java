package org.vigilia.contract.sensing;

import java.util.EnumSet;
import java.util.Set;

/**
 * What is doubtful about an observation. An observation without flags is good. Flags are stored as one number, a bit for
 * each in the order of declaration, so the order must never change.
 */
public enum QualityFlag {
    /** Outside what the quantity can plausibly be. */
    OUT_OF_RANGE,
    /** Far from the values around it, and back again at once. */
    SPIKE,
    /** The same value for longer than the quantity can plausibly keep it. */
    STUCK,
    /** The device's clock is ahead or behind by more than the system tolerates. */
    CLOCK_SKEW,
    /** Came long after it was measured. */
    LATE,
    /** The first one after the device was silent for too long. */
    AFTER_SILENCE,
    /** The device itself says that it does not trust the value. */
    DEVICE_DOUBT;

    private static final QualityFlag[] ALL = values();

    /** The flags as one number, 0 when there are none. */
    public static int bits(Set<QualityFlag> flags) {
        int bits = 0;
        for (QualityFlag flag : flags) {
            bits |= flag.bit();
        }
        return bits;
    }

    /** The flags in a number; bits that no flag has are left out. */
    public static Set<QualityFlag> of(int bits) {
        Set<QualityFlag> flags = EnumSet.noneOf(QualityFlag.class);
        for (QualityFlag flag : ALL) {
            if ((bits & flag.bit()) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }

    /** This flag's bit. */
    public int bit() {
        return 1 << ordinal();
    }

    /** True when a value with these flags must not raise an alert or count in an index. */
    public static boolean unusable(int bits) {
        return (bits & (OUT_OF_RANGE.bit() | SPIKE.bit() | STUCK.bit() | DEVICE_DOUBT.bit())) != 0;
    }
}
