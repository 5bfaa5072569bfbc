-- evidence: copies that are marked for each opening of a share, and traces of copies that got out
alter table evidence_share add column marked_only boolean not null default false;

create table evidence_opening (
    id        text primary key,
    share     text        not null references evidence_share,
    opened_at timestamptz not null,
    address   text        not null
);

create table evidence_marked_copy (
    opening text        not null references evidence_opening,
    exhibit text        not null references exhibit,
    file    text        not null,
    -- of the copy as it was sent
    sha256  text        not null,
    made_at timestamptz not null,
    primary key (opening, exhibit, file)
);
create index evidence_marked_copy_exhibit on evidence_marked_copy (exhibit, made_at desc);

create table evidence_trace (
    id         text primary key,
    exhibit    text        not null references exhibit,
    name       text        not null,
    sha256     text        not null,
    state      text        not null check (state in ('WORKING', 'DONE', 'FAILED')),
    progress   real        not null default 0,
    failure    text        not null default '',
    -- what was found, as JSON
    result     text,
    why        text        not null,
    created_at timestamptz not null,
    created_by text        not null
);
create index evidence_trace_exhibit on evidence_trace (exhibit, created_at desc);
