-- identity: tokens of machines. Of the secret only its SHA-256 is kept.
create table api_token (
    id           text primary key,
    agency_id    text        not null references agency,
    name         text        not null,
    rights       text[]      not null check (cardinality(rights) > 0),
    hash         bytea       not null check (octet_length(hash) = 32),
    created_at   timestamptz not null,
    created_by   text        not null references person,
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    revoked_by   text        references person,
    check ((revoked_at is null) = (revoked_by is null))
);
create index api_token_agency on api_token (agency_id, lower(name), id);
