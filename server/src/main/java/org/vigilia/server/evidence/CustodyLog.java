package org.vigilia.server.evidence;

import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.journal.NodeKey;
import org.vigilia.proof.pack.Custody;

/**
 * The story of each exhibit, only ever added to: hash-linked, and signed at every tenth entry and whenever it leaves the
 * house. Holds the key that signs evidence. Thread-safe.
 */
@Component
public class CustodyLog {
    private static final int CHECKPOINT_EVERY = 10;

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final NodeKey key;

    CustodyLog(JdbcClient sql, PlatformTransactionManager transactions, Clock clock, EvidenceStore store)
            throws IOException {
        this.sql = sql;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.key = NodeKey.open(store.secrets(), "evidence");
    }

    /** What seals, packages and checkpoints are signed with. */
    NodeKey key() {
        return key;
    }

    /** Adds to an exhibit's story. */
    public void add(String exhibit, String who, String what, String detail) {
        transaction.executeWithoutResult(status -> {
            sql.sql("select id from exhibit where id = ? for update")
                    .param(exhibit)
                    .query(String.class)
                    .single();
            Custody.Link last = last(exhibit);
            long sequence = last == null ? 1 : last.event().sequence() + 1;
            Custody.Event event = new Custody.Event(
                    exhibit, sequence, clock.instant().truncatedTo(ChronoUnit.MILLIS), who, what, detail);
            Custody.Link link = Custody.Link.after(last == null ? Hash.NONE : last.hash(), event);
            sql.sql("insert into custody values (?, ?, ?, ?, ?)")
                    .params(exhibit, sequence, link.text(), link.previous(), link.hash())
                    .update();
            if (sequence == 1 || sequence % CHECKPOINT_EVERY == 0) {
                sign(exhibit, sequence, link.hash());
            }
        });
    }

    private Custody.@org.jspecify.annotations.Nullable Link last(String exhibit) {
        return sql.sql("select text, previous, hash from custody where exhibit = ? order by sequence desc limit 1")
                .param(exhibit)
                .query((row, n) -> new Custody.Link(row.getString(1), row.getString(2), row.getString(3)))
                .optional()
                .orElse(null);
    }

    private void sign(String exhibit, long sequence, String hash) {
        Custody.Checkpoint checkpoint = Custody.Checkpoint.sign(exhibit, sequence, hash, key);
        sql.sql("insert into custody_checkpoint values (?, ?, ?, ?, ?) on conflict do nothing")
                .params(exhibit, sequence, hash, checkpoint.key(), checkpoint.signature())
                .update();
    }

    /** The story so far. */
    Custody story(String exhibit) {
        List<Custody.Link> links = sql.sql(
                        "select text, previous, hash from custody where exhibit = ? order by sequence")
                .param(exhibit)
                .query((row, n) -> new Custody.Link(row.getString(1), row.getString(2), row.getString(3)))
                .list();
        List<Custody.Checkpoint> checkpoints = sql.sql(
                        "select sequence, hash, key, signature from custody_checkpoint where exhibit = ? order by sequence")
                .param(exhibit)
                .query((row, n) -> new Custody.Checkpoint(
                        exhibit, row.getLong(1), row.getString(2), row.getString(3), row.getString(4)))
                .list();
        return new Custody(links, checkpoints);
    }

    /** The story so far, signed to its end. */
    Custody signedStory(String exhibit) {
        transaction.executeWithoutResult(status -> {
            Custody.Link last = last(exhibit);
            if (last != null) {
                sign(exhibit, last.event().sequence(), last.hash());
            }
        });
        return story(exhibit);
    }
}
