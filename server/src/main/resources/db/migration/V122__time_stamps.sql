-- What an authority outside says of the time of a seal (RFC 3161), and what is still to be asked. A row comes when the
-- authority is first asked about an exhibit.
create table time_stamp (
    exhibit    text primary key references exhibit,
    state      text not null default 'WAITING' check (state in ('WAITING', 'CONFIRMED', 'GIVEN_UP')),
    tries      int  not null default 0,
    next_at    timestamptz not null,                      -- when to ask again
    failure    text not null default '',                  -- why the last try was in vain
    token      bytea,                                     -- as the authority signed it, checked
    authority  text,
    stamped_at timestamptz,                               -- by the authority's clock
    check ((state = 'CONFIRMED') = (token is not null and authority is not null and stamped_at is not null))
);
create index time_stamp_waiting on time_stamp (next_at) where state = 'WAITING';
