-- identity: who works here
create table agency (
    id         text primary key,
    name       text        not null,
    city       boolean     not null default false,
    active     boolean     not null default true,
    created_at timestamptz not null default now()
);
create unique index agency_name on agency (lower(name));
-- the first agency administers all others; there is one
create unique index agency_city on agency (city) where city;

create table person (
    id            text primary key,
    agency_id     text        not null references agency,
    name          text        not null,
    display_name  text        not null,
    role          text        not null check (role in ('OPERATOR', 'SUPERVISOR', 'ADMINISTRATOR')),
    active        boolean     not null default true,
    password_hash text        not null,
    must_change   boolean     not null default true,
    created_at    timestamptz not null default now()
);
create unique index person_name on person (lower(name));
create index person_agency on person (agency_id);

-- sessions (Spring Session's layout)
create table session (
    primary_id            char(36)     not null primary key,
    session_id            char(36)     not null,
    creation_time         bigint       not null,
    last_access_time      bigint       not null,
    max_inactive_interval int          not null,
    expiry_time           bigint       not null,
    principal_name        varchar(100)
);
create unique index session_id on session (session_id);
create index session_expiry on session (expiry_time);
create index session_principal on session (principal_name);
create table session_attributes (
    session_primary_id char(36)     not null references session (primary_id) on delete cascade,
    attribute_name     varchar(200) not null,
    attribute_bytes    bytea        not null,
    primary key (session_primary_id, attribute_name)
);

-- audit: who did or saw what. Each row holds the hash of the one before and of itself, so that a change shows.
create table audit (
    seq          bigint primary key,
    at           timestamptz not null,
    person_id    text,
    person_name  text        not null,
    agency_id    text,
    address      text        not null,
    action       text        not null,
    thing_kind   text,
    thing_id     text,
    thing_name   text,
    outcome      text        not null check (outcome in ('DONE', 'REFUSED', 'FAILED')),
    detail       text        not null,
    previous     bytea       not null,
    hash         bytea       not null
);
create index audit_at on audit (at desc);
create index audit_thing on audit (thing_kind, thing_id);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is append-only';
end $$;
create trigger audit_append_only before update or delete on audit
    for each row execute function audit_is_append_only();
create trigger audit_no_truncate before truncate on audit
    for each statement execute function audit_is_append_only();
