package org.vigilia.server.alerting.rules;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.sensing.Cards;
import org.vigilia.server.DatabaseReady;

/**
 * Tells the stream job of rules: right after the commit, and again every half second until it is done. The change and its
 * mark "unpublished" are one transaction, so the two never disagree for long, whatever is killed when.
 */
@Component
class RulePublisher implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(RulePublisher.class);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final CityRuleStore store;
    private final FactStore facts;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "rule-publisher");
        thread.setDaemon(true);
        return thread;
    });

    RulePublisher(CityRuleStore store, FactStore facts) {
        this.store = store;
        this.facts = facts;
    }

    /** Some rule was changed. */
    record RulesChanged() {}

    @EventListener(DatabaseReady.class)
    void start() {
        worker.scheduleWithFixedDelay(this::publishAll, 0, RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @TransactionalEventListener
    void changed(RulesChanged change) {
        worker.execute(this::publishAll);
    }

    private void publishAll() {
        try {
            Cards<CityRule> cards = facts.cityRules();
            for (CityRuleStore.Stored stored : store.listUnpublished()) {
                String id = stored.rule().id().value();
                if (stored.removed()) {
                    cards.remove(id);
                } else {
                    cards.put(id, stored.rule());
                }
                facts.ruleReports().tell(Map.of(id, ""));
                store.published(stored.rule().id(), stored.version());
                LOG.atInfo()
                        .addKeyValue("event", "rule-published")
                        .addKeyValue("rule", id)
                        .log("rule published");
            }
        } catch (DataAccessException | TransactionException | LogUnavailable e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("rules wait to be published");
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("rules cannot be published");
        }
    }

    @Override
    public void destroy() {
        worker.shutdownNow();
    }
}
