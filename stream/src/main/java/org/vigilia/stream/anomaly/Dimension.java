package org.vigilia.stream.anomaly;

/** In which respect a reading stood out. */
public enum Dimension {
    /** Nothing stood out, or too little has been seen to say. */
    NONE,
    /** The reading itself is higher or lower than ever. */
    VALUE,
    /** The step from the reading or readings before is larger than ever. */
    CHANGE,
    /** The mean of the last readings is higher or lower than ever, though each may be usual. */
    LEVEL,
    /** The readings scatter more or less than ever. */
    SPREAD,
    /** The reading is unlike the same time on earlier days. */
    SEASON,
    /** The course of the last readings is unlike every earlier one, though each reading may be usual. */
    SHAPE
}
