-- How recordings are kept, and what may not go.
create table footage_policy (
    camera               text primary key,
    mode                 text not null check (mode in ('CONTINUOUS', 'MOTION', 'ALERTS', 'SCHEDULE', 'OFF')),
    schedule             jsonb not null,
    pre_roll_s           int not null,
    post_roll_s          int not null,
    sound                boolean not null,
    keep_days            int not null,
    keep_alert_days      int not null,
    anonymise_after_days int,
    purpose              text not null,
    changed_by           text not null,
    changed_at           timestamptz not null
);

-- Legal holds: nothing of these cameras and times is deleted until somebody ends the hold and says why.
create table footage_hold (
    id           text primary key,
    agency       text not null,
    start_us     bigint not null,
    end_us       bigint,                                  -- null: open
    why          text not null,
    by_name      text not null,
    at           timestamptz not null,
    ended_at     timestamptz,
    ended_by     text,
    ended_reason text,
    check ((ended_at is null) = (ended_reason is null))
);
create table footage_hold_camera (
    hold   text not null references footage_hold on delete cascade,
    camera text not null,
    primary key (hold, camera)
);
create index footage_hold_camera_camera on footage_hold_camera (camera);

-- What other rooms need for now: footage of cases.
create table footage_pin (
    holder   text not null,                               -- "case c-…", "exhibit x-…"
    camera   text not null,
    start_us bigint not null,
    end_us   bigint not null,
    primary key (holder, camera, start_us, end_us)
);
create index footage_pin_camera on footage_pin (camera, start_us);

-- The completeness ledger: a signed row for each camera and day that is over; another version where it changed later,
-- by a deletion or by footage fetched from the camera's own store. Nothing here is ever changed or removed.
create table footage_day (
    camera    text not null,
    day       date not null,
    version   int not null,
    body      text not null,                              -- the JSON that is signed, exactly
    key       text not null,
    signature text not null,
    signed_at timestamptz not null,
    primary key (camera, day, version)
);
