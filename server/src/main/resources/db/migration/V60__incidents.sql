-- What people work on: one or many alerts.
create table incident (
    id            text primary key,
    number        text not null unique,                   -- year and number in the year: 2026-00012
    agency        text not null,
    title         text not null check (length(title) between 1 and 200),
    state         text not null default 'OPEN' check (state in ('OPEN', 'CLOSED')),
    priority      text not null check (priority in ('P1', 'P2', 'P3', 'P4')),
    assignee      text,
    assignee_name text,
    place         text,
    place_name    text,
    latitude      double precision,
    longitude     double precision,
    opened_at     timestamptz not null,
    opened_by     text not null,
    opened_by_name text not null,
    closed_at     timestamptz,
    closed_by     text,
    closed_by_name text,
    outcome       text check (outcome in ('RESOLVED', 'FALSE_ALARM', 'HANDED_OVER', 'NO_ACTION')),
    check ((state = 'CLOSED') = (outcome is not null)),
    check ((state = 'CLOSED') = (closed_at is not null))
);
create index incident_by_agency on incident (agency, opened_at desc, id desc);
create index incident_open on incident (agency) where state = 'OPEN';

create table incident_count (
    year int primary key,
    last int not null
);

-- What happened, in order. Lines are added, never changed or removed.
create table incident_entry (
    id       bigint generated always as identity primary key,
    incident text not null references incident (id),
    at       timestamptz not null,
    by       text,                                        -- null: the system
    by_name  text,
    kind     text not null,
    text     text not null,
    alert    text
);
create index incident_entry_by_incident on incident_entry (incident, id);

create function incident_entry_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the timeline of an incident is append-only';
end $$;
create trigger incident_entry_append_only before update or delete on incident_entry
    for each row execute function incident_entry_is_append_only();
