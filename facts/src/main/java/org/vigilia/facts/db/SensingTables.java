package org.vigilia.facts.db;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Tables of observations and what belongs to them.
 *
 * <p>Observations are cut into days by the time they were true; what is older than yesterday when it comes, or further
 * ahead than tomorrow, goes to the table of the rest. The log of batches holds each accepted observation once more, in a
 * compact form and in the order of commits, for those who follow.
 */
public final class SensingTables {

    private static final int DAYS_AHEAD = 3;

    static final String SQL = """
            create sequence facts.observation_id cache 200;

            create table facts.observation (
                id bigint not null default nextval('facts.observation_id'),
                datastream bigint not null,
                at timestamptz not null,
                again smallint not null default 0,     -- 1, 2, … for further results of the same time
                value double precision,                -- null: the result is not a number
                quality smallint not null default 0,
                until timestamptz,
                result_time timestamptz,
                result text,                           -- JSON, when it is not a number
                extra text,
                feature bigint not null default 0,
                stored_at timestamptz not null,
                primary key (datastream, at, again)
            ) partition by range (at);
            create index observation_by_id on facts.observation (id);
            create table facts.observation_rest partition of facts.observation default;

            create table facts.observation_batch (
                part smallint not null,
                seq bigint not null,
                stored_at timestamptz not null,
                body bytea not null,
                primary key (part, seq)
            ) partition by range (seq);
            do $$
            declare
                stretch text;
            begin
                for stretch in select substring(c.relname from 6) from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        where i.inhparent = 'facts.fact'::regclass loop
                    execute format('create table facts.observation_batch_%s partition of facts.observation_batch'
                        || ' for values from (%s) to (%s)', stretch, stretch::bigint * 21600000000,
                        (stretch::bigint + 1) * 21600000000);
                end loop;
            end $$;

            create function facts.claim_observations(which int) returns bigint language plpgsql volatile as $$
            declare
                newest bigint;
            begin
                perform pg_advisory_xact_lock(77006, which);
                select max(seq) into newest from facts.observation_batch where part = which;
                return greatest(coalesce(newest, 0) + 1, (extract(epoch from clock_timestamp()) * 1000000)::bigint);
            end $$;

            create table facts.card (
                kind text not null,                    -- datastream, device, rule, camera
                id text not null,
                version bigint not null unique,
                changed_at timestamptz not null,
                body text,                             -- null: removed
                primary key (kind, id)
            );

            create table facts.rule_report (
                rule text primary key,
                at timestamptz not null,
                problem text not null
            );

            create table facts.rollup (
                datastream bigint not null,
                span char(1) not null,                 -- M minute, H hour, D day (UTC)
                at timestamptz not null,               -- begin
                count bigint not null,
                flagged bigint not null,
                sum double precision not null,
                low double precision not null,
                high double precision not null,
                score double precision,                -- highest anomaly score
                primary key (datastream, span, at)
            );

            create table facts.detector (
                datastream bigint primary key,
                saved_at timestamptz not null,
                body bytea not null                    -- what the detector of unusual minutes learnt
            );

            create table facts.rollup_cell (
                cell bigint not null,                  -- H3, resolution 9
                quantity text not null,
                span char(1) not null,
                at timestamptz not null,
                count bigint not null,
                sum double precision not null,
                low double precision not null,
                high double precision not null,
                primary key (cell, quantity, span, at)
            );

            create table facts.dead_letter (
                id bigint generated always as identity primary key,
                at timestamptz not null,
                way text not null,                     -- mqtt, http, csv, ngsi
                source text not null,                  -- topic, or who sent it
                device text,
                agency text,                           -- null: only administrators see it
                reason text not null,
                payload bytea not null,                -- the first 64 kB
                complete boolean not null,             -- false: it was cut and cannot be tried again
                repeats int not null default 0,
                settled_at timestamptz,
                settled_how text,
                settled_by text                        -- who, as people are named
            );
            create index dead_letter_open on facts.dead_letter (id desc) where settled_at is null;
            create index dead_letter_alike on facts.dead_letter (md5(source), at) where settled_at is null;
            """;

    private SensingTables() {}

    /** Makes sure that observations from yesterday to the day after tomorrow have tables of their own. */
    static void addDays(Statement statement, Instant now) throws SQLException {
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        for (int day = -1; day < DAYS_AHEAD; day++) {
            addDay(statement, today.plus(Duration.ofDays(day)));
        }
    }

    /** Leaves the day to the table of the rest when that has rows of it already: they cannot be moved while others write. */
    private static void addDay(Statement statement, Instant day) throws SQLException {
        String name = dayTable(day);
        statement.execute("do $$ begin if to_regclass('" + name + "') is null and not exists (select 1 from"
                + " facts.observation_rest where at >= '" + day + "' and at < '" + day.plus(Duration.ofDays(1))
                + "') then create table " + name + " partition of facts.observation for values from ('" + day
                + "') to ('" + day.plus(Duration.ofDays(1)) + "'); end if; end $$");
    }

    private static String dayTable(Instant day) {
        return "facts.observation_" + day.toString().substring(0, 10).replace("-", "");
    }
}
