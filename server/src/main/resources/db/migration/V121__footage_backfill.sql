-- What a camera's own card can give back. The address of the card holds no user and no password.
alter table footage_policy add column card_url text;

-- What was asked of cards, and how it went: so that a gap of which the card has nothing is not asked for ever. Times are
-- microseconds since 1970, UTC. Rows go after a month.
create table footage_backfill (
    id       bigint generated always as identity primary key,
    camera   text not null,
    start_us bigint not null,
    end_us   bigint not null,
    address  text not null,                               -- that was asked: another address is another card
    state    text not null check (state in ('ASKED', 'FETCHED', 'PARTLY', 'NOTHING', 'FAILED')),
    pictures int not null default 0,
    detail   text not null default '',
    asked_at timestamptz not null,
    ended_at timestamptz,                                 -- null while it is being fetched
    check ((state = 'ASKED') = (ended_at is null))
);
create index footage_backfill_camera on footage_backfill (camera, id);
create unique index footage_backfill_one on footage_backfill (camera) where state = 'ASKED';
