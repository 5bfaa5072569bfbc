package org.vigilia.stream.rule;

import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.rule.Rule;

/** Is told what a camera's judge could not judge; it goes on either way. */
public interface RuleWatch {

    /** Tells nobody. */
    RuleWatch NOBODY = new RuleWatch() {
        @Override
        public void ruleFailed(CameraId camera, Rule rule, RuntimeException cause) {}

        @Override
        public void factLate(Fact fact) {}

        @Override
        public void factFromTheFuture(Fact fact) {}
    };

    /** A rule broke down over one fact; the fact was skipped for this rule. */
    void ruleFailed(CameraId camera, Rule rule, RuntimeException cause);

    /** A fact came after its time was over and was dropped. */
    void factLate(Fact fact);

    /** A fact claims a time that has not come yet and was dropped; the camera's or worker's clock is wrong. */
    void factFromTheFuture(Fact fact);
}
