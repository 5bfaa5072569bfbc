package org.vigilia.facts.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

/**
 * The tables of the schema {@code facts}, built in numbered steps; a step that ran never runs again and never changes.
 *
 * <p>The sequence number of a fact is the microseconds since 1970 at which it was stored, or one more than the number
 * before it in its part when that is greater. So numbers grow with commits even when the clock is set back, the table
 * can be cut by number into stretches of six hours, and a reader's position prunes all older stretches.
 */
public final class Schema {

    /** First half of every advisory lock key this module takes; the second half is the part. */
    public static final int LOCK_FACTS = 77_001;

    public static final int LOCK_ALERTS = 77_002;
    public static final int LOCK_CATALOGUE = 77_003;
    public static final int LOCK_SCHEMA = 77_004;
    public static final int LOCK_UPKEEP = 77_005;
    public static final int LOCK_OBSERVATIONS = 77_006;
    public static final int LOCK_CARDS = 77_007;
    public static final int LOCK_DEAD_LETTERS = 77_008;

    private static final long STRETCH_MICROS = 6L * 3600 * 1_000_000;
    private static final int STRETCHES_AHEAD = 8;

    private static final List<String> STEPS = List.of("""
            create table facts.fact (
                part smallint not null,
                seq bigint not null,
                stored_at timestamptz not null,
                kind text not null,
                body text not null,
                primary key (part, seq)
            ) partition by range (seq);

            create function facts.claim_facts(which int) returns bigint language plpgsql volatile as $$
            declare
                newest bigint;
            begin
                perform pg_advisory_xact_lock(77001, which);
                select max(seq) into newest from facts.fact where part = which;
                return greatest(coalesce(newest, 0) + 1, (extract(epoch from clock_timestamp()) * 1000000)::bigint);
            end $$;

            create table facts.alert_change (
                part smallint not null,
                seq bigint not null,
                stored_at timestamptz not null,
                alert text not null,
                phase text not null,
                at timestamptz not null,
                body text not null,
                primary key (part, seq)
            );
            create unique index alert_change_once on facts.alert_change (alert, phase) where phase <> 'UPDATED';
            create unique index alert_change_update_once on facts.alert_change (alert, at) where phase = 'UPDATED';
            create index alert_change_stored_at on facts.alert_change (stored_at);

            create function facts.claim_alerts(which int) returns bigint language plpgsql volatile as $$
            declare
                newest bigint;
            begin
                perform pg_advisory_xact_lock(77002, which);
                select max(seq) into newest from facts.alert_change where part = which;
                return greatest(coalesce(newest, 0) + 1, (extract(epoch from clock_timestamp()) * 1000000)::bigint);
            end $$;

            create table facts.catalogue (
                camera text primary key,
                version bigint not null unique,
                changed_at timestamptz not null,
                scene text,
                analysis_order text
            );

            create table facts.picture (
                id text primary key,
                camera text not null,
                at timestamptz not null,
                stored_at timestamptz not null,
                jpeg bytea not null
            );
            alter table facts.picture alter column jpeg set storage external;
            create index picture_stored_at on facts.picture (stored_at);

            create table facts.picture_kept (
                id text primary key,
                kept_at timestamptz not null
            );
            create index picture_kept_at on facts.picture_kept (kept_at);
            """, SensingTables.SQL);

    private Schema() {}

    /** Brings the schema to the newest step; several processes may call it at once. The caller commits. */
    static void build(Connection connection, Instant now) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(" + LOCK_SCHEMA + ", 0)");
            statement.execute("create schema if not exists facts");
            statement.execute("create table if not exists facts.schema_step"
                    + " (step int primary key, applied_at timestamptz not null default now())");
            int done;
            try (ResultSet rows = statement.executeQuery("select coalesce(max(step), 0) from facts.schema_step")) {
                rows.next();
                done = rows.getInt(1);
            }
            for (int step = done + 1; step <= STEPS.size(); step++) {
                statement.execute(STEPS.get(step - 1));
                statement.execute("insert into facts.schema_step (step) values (" + step + ")");
            }
            addStretches(statement, now);
        }
    }

    /** Makes sure that facts of the next two days have a table to go to. */
    public static void addStretches(Statement statement, Instant now) throws SQLException {
        for (int i = 0; i < STRETCHES_AHEAD; i++) {
            addStretch(statement, stretchOf(now) + i);
        }
        SensingTables.addDays(statement, now);
    }

    public static void addStretch(Statement statement, long stretch) throws SQLException {
        addStretch(statement, tableOf(stretch), "facts.fact", stretch);
        addStretch(statement, "facts.observation_batch_" + stretch, "facts.observation_batch", stretch);
    }

    private static void addStretch(Statement statement, String table, String of, long stretch) throws SQLException {
        statement.execute("create table if not exists " + table + " partition of " + of + " for values from ("
                + stretch * STRETCH_MICROS + ") to (" + (stretch + 1) * STRETCH_MICROS + ")");
    }

    public static long stretchOf(Instant at) {
        return stretchOf(micros(at));
    }

    public static long stretchOf(long seq) {
        return seq / STRETCH_MICROS;
    }

    public static String tableOf(long stretch) {
        return "facts.fact_" + stretch;
    }

    public static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    }
}
