-- Alerts as operators see them. One row may stand for a flood: the same rule at the same camera again within a minute.
create table alert (
    id                   text primary key,
    agency               text,                            -- the camera's when it was raised; null: camera unknown, nobody sees it
    camera               text not null,
    camera_name          text not null,
    place                text,
    place_name           text,
    latitude             double precision,
    longitude            double precision,
    rule                 text not null,
    rule_name            text not null,
    kind                 text not null,
    severity             text not null check (severity in ('INFO', 'MINOR', 'MAJOR', 'CRITICAL')),
    part                 text,
    message              text not null,
    started_at           timestamptz not null,
    raised_at            timestamptz not null,            -- capture time of the frame that made the rule speak
    last_raised_at       timestamptz not null,            -- the newest repeat
    changed_at           timestamptz not null,            -- capture time of the frame behind the newest change
    ended_at             timestamptz,                     -- null while any of its occurrences goes on
    stored_at            timestamptz not null,
    picture              text,
    proof                jsonb not null,                  -- box, path, tracks, measures
    repeats              int not null default 0,          -- how often it was raised again
    state                text not null default 'NEW' check (state in ('NEW', 'ACKNOWLEDGED', 'DISMISSED', 'IN_INCIDENT')),
    acknowledged_by      text,
    acknowledged_by_name text,
    acknowledged_at      timestamptz,
    dismissed_by         text,
    dismissed_by_name    text,
    dismissed_at         timestamptz,
    dismissed_reason     text check (dismissed_reason in ('FALSE_DETECTION', 'HARMLESS', 'KNOWN_WORK', 'DUPLICATE', 'TEST')),
    dismissed_note       text,
    incident             text,
    false_alarm          boolean not null default false,  -- its incident was closed as a false alarm
    check ((state = 'IN_INCIDENT') = (incident is not null)),
    check ((state = 'DISMISSED') = (dismissed_reason is not null)),
    check (state <> 'ACKNOWLEDGED' or acknowledged_by is not null)
);
create index alert_by_agency on alert (agency, raised_at desc, id desc);
create index alert_open on alert (agency, state, raised_at desc, id desc) where state in ('NEW', 'ACKNOWLEDGED');
create index alert_by_rule on alert (rule, camera, last_raised_at desc);
create index alert_by_incident on alert (incident) where incident is not null;
create index alert_going_on on alert (camera) where ended_at is null;

-- Every situation the log told of; most alerts have one, a flood has many.
create table alert_occurrence (
    id        text primary key,                           -- the id in the log
    alert     text not null references alert (id) on delete cascade,
    raised_at timestamptz not null,
    ended_at  timestamptz,
    message   text not null,
    picture   text
);
create index alert_occurrence_by_alert on alert_occurrence (alert, raised_at);
create index alert_occurrence_by_picture on alert_occurrence (picture) where picture is not null;

-- How far the log of alerts was read. Moves in the transaction that stores the alerts, so that nothing is lost or doubled.
create table alert_tail (
    reader   text primary key,
    position jsonb not null                               -- part -> highest sequence number read
);
insert into alert_tail (reader, position) values ('alerting', '{}');

-- Entries of the log that could not be stored, kept for a person to look at; reading goes on behind them.
create table alert_refused (
    part       int not null,
    seq        bigint not null,
    refused_at timestamptz not null,
    entry      text not null,
    reason     text not null,
    primary key (part, seq)
);
