package org.vigilia.server.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.PersonId;

/**
 * The tamper-evident log of who did or saw what. Rows are only ever added; each holds the SHA-256 of the one before, so
 * that a changed or missing row shows (see {@link #findTampering()}).
 *
 * <p>What was done is written just before the commit of the transaction that did it and shares its fate: a deed and its
 * record are kept or lost together. Outside of a transaction, and for what was refused or failed, the row is on disk
 * when {@link #record} returns. Safe for use by many threads; one writer at a time, by a lock in the database.
 */
@Component
public class Audit {

    /** Any number no other lock uses. */
    private static final long LOCK = 0x5649474155444954L;

    private static final int VERIFY_BATCH = 5_000;
    private static final int MAX_TEXT = 2_000;

    private final JdbcClient jdbc;
    private final TransactionTemplate own;
    private final Clock clock;

    Audit(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.own = new TransactionTemplate(transactions);
        this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    /** Adds a row. */
    public void record(Deed deed) {
        if (deed.outcome() != Deed.Outcome.DONE || !TransactionSynchronizationManager.isSynchronizationActive()) {
            own.executeWithoutResult(status -> append(deed));
            return;
        }
        // last in the transaction, so that the lock is held as shortly as possible and always taken after all others
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                append(deed);
            }
        });
    }

    private void append(Deed deed) {
        jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query().listOfRows();
        Chained last = jdbc.sql("select seq, hash from audit order by seq desc limit 1")
                .query((row, n) -> new Chained(row.getLong("seq"), row.getBytes("hash")))
                .optional()
                .orElse(new Chained(0, AuditRow.BEGINNING));
        AuditRow row = new AuditRow(last.seq + 1, clock.instant().truncatedTo(ChronoUnit.MICROS), shortened(deed));
        Deed d = row.deed();
        PersonId person = d.who().person();
        AgencyId agency = d.who().agency();
        jdbc.sql("insert into audit values (?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
                .param(row.seq())
                .param(OffsetDateTime.ofInstant(row.at(), ZoneOffset.UTC))
                .param(person == null ? null : person.value())
                .param(d.who().name())
                .param(agency == null ? null : agency.value())
                .param(d.who().address())
                .param(d.action())
                .param(d.thingKind())
                .param(d.thingId())
                .param(d.thingName())
                .param(d.outcome().name())
                .param(d.detail())
                .param(last.hash)
                .param(row.hash(last.hash))
                .update();
    }

    /** Text that came from outside is kept short and without what PostgreSQL cannot store. */
    private static Deed shortened(Deed deed) {
        Who who = deed.who();
        return new Deed(
                new Who(who.person(), clean(who.name()), who.agency(), clean(who.address())),
                deed.action(),
                deed.thingKind(),
                deed.thingId() == null ? null : clean(deed.thingId()),
                deed.thingName() == null ? null : clean(deed.thingName()),
                deed.outcome(),
                clean(deed.detail()));
    }

    private static String clean(String text) {
        String cut = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        return cut.replace('\0', ' ');
    }

    /**
     * Reads the whole log and follows its chain.
     *
     * @return what is wrong with the first row that does not fit; empty when all is as it was written. Rows cut off at
     *     the end cannot be seen from here: keep the newest hash elsewhere for that.
     */
    public Optional<String> findTampering() {
        byte[] previous = AuditRow.BEGINNING;
        long expected = 1;
        while (true) {
            List<Stored> batch = jdbc.sql("select * from audit where seq >= ? order by seq limit ?")
                    .param(expected)
                    .param(VERIFY_BATCH)
                    .query((row, n) -> Stored.read(row))
                    .list();
            for (Stored stored : batch) {
                if (stored.row.seq() != expected) {
                    return Optional.of("row " + expected + " is missing");
                }
                if (!Arrays.equals(stored.previous, previous)) {
                    return Optional.of("row " + expected + " does not follow the row before it");
                }
                if (!Arrays.equals(stored.hash, stored.row.hash(previous))) {
                    return Optional.of("row " + expected + " was changed");
                }
                previous = stored.hash;
                expected++;
            }
            if (batch.size() < VERIFY_BATCH) {
                return Optional.empty();
            }
        }
    }

    /** Rows that match, newest first. */
    public List<AuditRow> list(AuditQuery query) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        List<Object> values = new ArrayList<>();
        if (query.agency() != null) {
            conditions.add("agency_id = ?");
            values.add(query.agency().value());
        }
        if (query.search() != null) {
            conditions.add(
                    "concat_ws(' ', person_name, action, thing_kind, thing_id, thing_name, outcome, address, detail)"
                            + " ilike ?");
            values.add("%"
                    + query.search().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
        }
        if (query.from() != null) {
            conditions.add("at >= ?");
            values.add(OffsetDateTime.ofInstant(query.from(), ZoneOffset.UTC));
        }
        if (query.to() != null) {
            conditions.add("at < ?");
            values.add(OffsetDateTime.ofInstant(query.to(), ZoneOffset.UTC));
        }
        if (query.before() != null) {
            conditions.add("seq < ?");
            values.add(query.before());
        }
        values.add(query.limit());
        return jdbc.sql("select * from audit where " + String.join(" and ", conditions) + " order by seq desc limit ?")
                .params(values)
                .query((row, n) -> Stored.read(row).row)
                .list();
    }

    /**
     * What to look for; null fields match everything.
     *
     * @param search words that must occur, in any case
     * @param before only rows with a smaller number
     */
    public record AuditQuery(
            @Nullable AgencyId agency,
            @Nullable String search,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Long before,
            int limit) {}

    private record Chained(long seq, byte[] hash) {}

    private record Stored(AuditRow row, byte[] previous, byte[] hash) {

        static Stored read(ResultSet row) throws SQLException {
            String person = row.getString("person_id");
            String agency = row.getString("agency_id");
            Who who = new Who(
                    person == null ? null : new PersonId(person),
                    row.getString("person_name"),
                    agency == null ? null : new AgencyId(agency),
                    row.getString("address"));
            Deed deed = new Deed(
                    who,
                    row.getString("action"),
                    row.getString("thing_kind"),
                    row.getString("thing_id"),
                    row.getString("thing_name"),
                    Deed.Outcome.valueOf(row.getString("outcome")),
                    row.getString("detail"));
            AuditRow read = new AuditRow(
                    row.getLong("seq"),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    deed);
            return new Stored(read, row.getBytes("previous"), row.getBytes("hash"));
        }
    }
}
