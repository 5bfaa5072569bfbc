-- footage: passes for other players. Of the password only its SHA-256 is kept.
create table footage_pass (
    id         text primary key,
    person_id  text        not null references person,
    -- the camera's when the pass was made
    agency_id  text        not null references agency,
    camera     text        not null,
    start_us   bigint      not null,
    -- null: it grows
    end_us     bigint check (end_us > start_us),
    hash       bytea       not null check (octet_length(hash) = 32),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz,
    revoked_at timestamptz
);
create index footage_pass_person on footage_pass (person_id, created_at);
create index footage_pass_expires on footage_pass (expires_at);
