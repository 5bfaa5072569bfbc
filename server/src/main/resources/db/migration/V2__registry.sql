-- registry: what is in the city
create table place (
    id        text primary key,
    agency_id text             not null references agency,
    name      text             not null,
    latitude  double precision not null,
    longitude double precision not null
);
create index place_agency on place (agency_id);

create table camera (
    id                    text primary key,
    agency_id             text        not null references agency,
    place_id              text references place on delete set null,
    name                  text        not null,
    latitude              double precision,
    longitude             double precision,
    heading_degrees       double precision,
    field_of_view_degrees double precision,
    range_m               double precision,
    main_url              text        not null,
    sub_url               text,
    user_name             text,
    -- AES-256-GCM; the key is a file beside the database, not in it
    sealed_password       bytea,
    analysis_enabled      boolean     not null,
    analysis_fps          double precision not null,
    analysis_model        text        not null,
    scene_version         bigint      not null default 0,
    created_at            timestamptz not null default now(),
    deleted_at            timestamptz,
    -- what vision and stream must be told, and what they have been told
    publish_wanted        bigint      not null default 1,
    publish_done          bigint      not null default 0
);
create index camera_agency on camera (agency_id);
create index camera_unpublished on camera (id) where publish_done < publish_wanted;

-- every version of what is drawn in a camera's picture
create table scene (
    camera_id text        not null references camera,
    version   bigint      not null,
    scene     jsonb       not null,
    at        timestamptz not null default now(),
    person_id text,
    primary key (camera_id, version)
);
