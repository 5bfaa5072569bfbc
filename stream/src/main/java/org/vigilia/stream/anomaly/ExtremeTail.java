package org.vigilia.stream.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How rare a large value of one clue is, from the largest values there were.
 *
 * <p>Keeps the largest maxima of blocks of readings and fits a power law to them (Hill 1975); beyond the data the
 * probability follows that law (Weissman 1978). The law has no unit, so clues of any series and scale become comparable.
 * Heavy-tailed clues need a far greater excess than bounded ones, which is what keeps bursty counts quiet.
 *
 * <p>Memory: {@code tailBlocks} values and their ages.
 */
final class ExtremeTail {

    private static final int LEAST_BLOCKS = 8;

    /** Rarer than this is all the same; keeps a first change after a constant within numbers. */
    private static final double MOST_DECADES = 100;

    private final DetectorSettings settings;
    private final double[] largest;
    private final int[] seenAt;
    private int kept;
    private int blocks;
    private int inBlock;
    private double blockMax;

    ExtremeTail(DetectorSettings settings) {
        this.settings = settings;
        this.largest = new double[settings.tailBlocks()];
        this.seenAt = new int[settings.tailBlocks()];
    }

    /**
     * Returns the rarity of a value as decades: 3 means that one block in a thousand has such a maximum; 0 when it is
     * nothing special or too little is known.
     *
     * @param floor what is added to all values, so that differences too small to matter do not count
     */
    double rarity(double value, double floor) {
        int remembered = Math.min(blocks, settings.horizonBlocks());
        int k = Math.min(kept, Math.max(2, remembered / 4));
        if (remembered < LEAST_BLOCKS || k < 2) {
            return 0;
        }
        double threshold = largest[k - 1] + floor;
        double excess = (value + floor) / threshold;
        if (!(excess > 1)) {
            return 0;
        }
        double logs = settings.priorWeight() * settings.priorIndex();
        for (int i = 0; i < k - 1; i++) {
            logs += Math.log((largest[i] + floor) / threshold);
        }
        double index = logs / (k - 1 + settings.priorWeight());
        return Math.min(MOST_DECADES, Math.log10((double) remembered / k) + Math.log10(excess) / index);
    }

    /** Takes a value that is zero or more. */
    void add(double value) {
        blockMax = Math.max(blockMax, value);
        inBlock++;
        if (inBlock < settings.blockReadings()) {
            return;
        }
        forget();
        insert(blockMax);
        blocks++;
        inBlock = 0;
        blockMax = 0;
    }

    private void forget() {
        int stays = 0;
        for (int i = 0; i < kept; i++) {
            if (blocks - seenAt[i] < settings.horizonBlocks()) {
                largest[stays] = largest[i];
                seenAt[stays] = seenAt[i];
                stays++;
            }
        }
        kept = stays;
    }

    private void insert(double value) {
        if (kept == largest.length && value <= largest[kept - 1]) {
            return;
        }
        int place = Math.min(kept, largest.length - 1);
        while (place > 0 && largest[place - 1] < value) {
            largest[place] = largest[place - 1];
            seenAt[place] = seenAt[place - 1];
            place--;
        }
        largest[place] = value;
        seenAt[place] = blocks;
        kept = Math.min(kept + 1, largest.length);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(kept);
        out.writeInt(blocks);
        out.writeInt(inBlock);
        out.writeDouble(blockMax);
        for (int i = 0; i < kept; i++) {
            out.writeDouble(largest[i]);
            out.writeInt(seenAt[i]);
        }
    }

    void read(DataInput in) throws IOException {
        kept = in.readInt();
        if (kept < 0 || kept > largest.length) {
            throw new IOException("a tail keeps 0 to " + largest.length + " blocks, not " + kept);
        }
        blocks = in.readInt();
        inBlock = in.readInt();
        blockMax = in.readDouble();
        for (int i = 0; i < kept; i++) {
            largest[i] = in.readDouble();
            seenAt[i] = in.readInt();
        }
    }
}
