-- evidence: cases, exhibits, custody
create table evidence_case (
    id              text primary key,
    number          text        not null unique,
    agency          text        not null references agency,
    title           text        not null,
    description     text        not null default '',
    status          text        not null default 'OPEN' check (status in ('OPEN', 'CLOSED')),
    created_at      timestamptz not null,
    created_by      text        not null,
    closed_at       timestamptz
);
create index evidence_case_agency on evidence_case (agency, created_at desc);
create sequence evidence_case_number;

create table exhibit (
    id            text primary key,
    case_id       text        not null references evidence_case,
    number        int         not null,
    kind          text        not null check (kind in ('CLIP', 'SNAPSHOT', 'SERIES', 'ALERT', 'FILE')),
    title         text        not null,
    why           text        not null,
    state         text        not null check (state in ('MAKING', 'READY', 'FAILED')),
    progress      real        not null default 0,
    failure       text        not null default '',
    -- what to make, as JSON; enough to begin again after a restart
    wish          text        not null,
    created_at    timestamptz not null,
    created_by    text        not null,
    -- once ready: the signed seal, and the exhibit's own key, wrapped by the master key
    seal          text,
    seal_key      text,
    seal_signature text,
    wrapped_key   bytea,
    bytes         bigint      not null default 0,
    derived_from  text references exhibit,
    unique (case_id, number)
);

-- who touched what: only ever added to
create table custody (
    exhibit  text   not null references exhibit,
    sequence bigint not null,
    text     text   not null,
    previous text   not null,
    hash     text   not null,
    primary key (exhibit, sequence)
);
create table custody_checkpoint (
    exhibit   text   not null,
    sequence  bigint not null,
    hash      text   not null,
    key       text   not null,
    signature text   not null,
    primary key (exhibit, sequence),
    foreign key (exhibit, sequence) references custody
);
create function custody_is_only_added_to() returns trigger language plpgsql as $$
begin
    raise exception 'the custody of exhibits is only ever added to';
end $$;
create trigger custody_stays before update or delete or truncate on custody
    for each statement execute function custody_is_only_added_to();
create trigger custody_checkpoint_stays before update or delete or truncate on custody_checkpoint
    for each statement execute function custody_is_only_added_to();
