-- evidence: clips in which somebody is hidden, from the search for everybody to the derived exhibit
create table redaction (
    id          text primary key,
    exhibit     text        not null references exhibit,
    derived     text references exhibit,
    state       text        not null check (state in ('PROPOSING', 'REVIEW', 'RENDERING', 'READY', 'FAILED')),
    progress    real        not null default 0,
    failure     text        not null default '',
    wish        text        not null,
    plan        text,
    why         text        not null,
    created_at  timestamptz not null,
    created_by  text        not null,
    changed_at  timestamptz not null,
    changed_by  text        not null
);
create index redaction_exhibit on redaction (exhibit, created_at desc);
