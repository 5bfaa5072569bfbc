-- An index of what media recorded. The journals beside the files are the truth: all tables of this first group can be
-- dropped and made again from them (./vigilia footage rebuild-index). Times are microseconds since 1970, UTC.
create table footage_cursor (
    camera     text primary key,                          -- also of cameras that were deleted here since
    number     bigint not null,                           -- newest entry of the journal that is in the index
    hash       text not null,                             -- its hash, for the next one to follow
    fault      text,                                      -- the first thing that did not hold; null while all does
    faults     int not null default 0,
    changed_at timestamptz not null
);
create table footage_segment (
    camera         text not null,
    number         bigint not null,                       -- of its entry in the journal
    start_us       bigint not null,
    end_us         bigint not null,
    file           text not null,                         -- as the journal told it first
    pool           text not null default 'fast',
    pool_file      text not null,                         -- path or key in that pool
    bytes          bigint not null,
    sha256         text not null,                         -- of the file as it lies there
    first_sha256   text not null,                         -- as it was recorded
    clock          text not null,
    uncertainty_us bigint not null,
    codec          text not null,
    codec_string   text not null,
    width_px       int not null,
    height_px      int not null,
    sound          text,
    pictures       int not null,
    origin         text not null,
    software       text not null,
    hash           text not null,                         -- of its line
    proven         boolean not null,                      -- whether its line followed the one before and was signed
    deleted_us     bigint,
    deleted_rule   text,
    deleted_why    text,
    primary key (camera, number)
);
create index footage_segment_time on footage_segment (camera, start_us);
create index footage_segment_there on footage_segment (pool, start_us) where deleted_us is null;
create table footage_gap (
    camera   text not null,
    number   bigint not null,
    start_us bigint not null,
    end_us   bigint not null,
    cause    text not null,
    detail   text not null,
    proven   boolean not null,
    primary key (camera, number)
);
create index footage_gap_time on footage_gap (camera, start_us);
-- what every instant of a camera is: laid out from the entries, without overlap
create table footage_span (
    camera   text not null,
    start_us bigint not null,
    end_us   bigint not null,
    kind     text not null check (kind in ('RECORDED', 'DELETED', 'LOST', 'NOT_WANTED')),
    reason   text not null,                               -- cause of a loss, rule of a deletion; empty otherwise
    detail   text not null,
    primary key (camera, start_us)
);
create index footage_span_end on footage_span (camera, end_us);

-- keys media has signed with
create table footage_key (
    id      text primary key,
    key     text not null,
    seen_at timestamptz not null
);

-- What was seen when: the most of each class within ten seconds, and how much moved (class MOTION). Made from the log of
-- facts, which forgets sooner than recordings do.
create table footage_activity (
    camera   text not null,
    bucket   int not null,                                -- tens of seconds since 1970
    class    text not null,
    count    int not null,
    level    real not null,                               -- 0..1
    first_ms int not null,                                -- when first within the bucket
    primary key (camera, bucket, class)
);
create table footage_tail (
    reader   text primary key,
    position jsonb not null
);

create table footage_bookmark (
    id        text primary key,
    agency    text not null,
    camera    text not null,
    start_us  bigint not null,
    end_us    bigint not null,
    text      text not null,
    person_id text not null,
    by_name   text not null,
    at        timestamptz not null
);
create index footage_bookmark_time on footage_bookmark (camera, start_us);
