package org.vigilia.rules;

import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.RuleId;

/** Is told what the judges could not judge; they go on either way. Called in the judges' thread. */
public interface RuleWatch {

    /** Tells nobody. */
    RuleWatch NOBODY = new RuleWatch() {
        @Override
        public void failed(RuleId rule, RuntimeException cause) {}

        @Override
        public void state(RuleId rule, @Nullable String problem) {}

        @Override
        public void skipped(long datastream, Reason reason) {}
    };

    /** Why an observation was not judged. */
    enum Reason {
        /** Measured long before it was stored. */
        LATE,
        /** Older than one that was judged before. */
        OUT_OF_ORDER,
        /** Claims a time that has not come yet. */
        FUTURE
    }

    /** A rule broke down over something; that was skipped for this rule only. */
    void failed(RuleId rule, RuntimeException cause);

    /** What keeps a rule from being judged, whenever that changes; null when nothing does. */
    void state(RuleId rule, @Nullable String problem);

    /** An observation was not judged. It is stored all the same. */
    void skipped(long datastream, Reason reason);
}
