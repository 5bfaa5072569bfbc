-- sensing: devices, and what the server knows of their datastreams beside SensorThings
create table sensing_device (
    id            text primary key,
    agency_id     text not null references agency,
    thing_id      bigint not null unique references sta_thing on delete cascade,
    kind          text not null,
    mapping       text not null,
    gateway       boolean not null default false,
    enabled       boolean not null default true,
    -- "sha256:" and the hash of a 256-bit random password; the password itself is nowhere
    password_hash text,
    -- SHA-256 of a client certificate, hex
    certificate   text,
    created_at    timestamptz not null default now(),
    -- what the broker must be told, and has been told
    card_wanted   bigint not null default 1,
    card_done     bigint not null default 0
);
create index sensing_device_agency on sensing_device (agency_id, id);
create index sensing_device_untold on sensing_device (id) where card_done < card_wanted;

-- devices that are gone and must be forgotten by the broker
create table sensing_device_removal (
    id text primary key
);
create function sensing_note_device_removal() returns trigger language plpgsql as $$
begin
    insert into sensing_device_removal (id) values (old.id) on conflict do nothing;
    return old;
end $$;
create trigger sensing_device_removed after delete on sensing_device
    for each row execute function sensing_note_device_removal();

-- how raw values become results; the newest that began before an observation holds for it
create table sensing_calibration (
    datastream_id bigint not null references sta_datastream on delete cascade,
    version       int not null,
    from_at       timestamptz not null,
    gain          double precision not null,
    zero          double precision not null,
    reference     text,
    made_at       timestamptz not null default now(),
    made_by       text not null,
    primary key (datastream_id, version)
);

-- the newest observation of each datastream, kept by following the log: asking the store for thousands of them is slow
create table sensing_newest (
    datastream_id bigint primary key references sta_datastream on delete cascade,
    at            timestamptz not null,
    value         double precision,
    result        text,
    quality       smallint not null,
    stored_at     timestamptz not null
);
-- how far the log has been followed
create table sensing_followed (
    part smallint primary key,
    seq  bigint not null
);
