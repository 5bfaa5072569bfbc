-- evidence: access for others, and files on their way in
create table evidence_share (
    id            text primary key,
    case_id       text        not null references evidence_case,
    kind          text        not null check (kind in ('AGENCY', 'LINK', 'UPLOAD')),
    -- ids of exhibits, separated by spaces; empty: all of the case
    exhibits      text        not null default '',
    agency        text references agency,
    mode          text        not null check (mode in ('VIEW', 'DOWNLOAD')),
    label         text        not null,
    watermark     boolean     not null,
    token_hash    text unique,
    passcode_hash text,
    wrong         int         not null default 0,
    created_at    timestamptz not null,
    created_by    text        not null,
    expires_at    timestamptz not null,
    revoked_at    timestamptz,
    locked_at     timestamptz,
    opened        int         not null default 0,
    viewed        int         not null default 0,
    downloaded    int         not null default 0,
    uploaded      int         not null default 0
);
create index evidence_share_case on evidence_share (case_id);
create index evidence_share_agency on evidence_share (agency) where agency is not null;

create table evidence_upload (
    id         text primary key,
    case_id    text        not null references evidence_case,
    share      text references evidence_share,
    name       text        not null,
    bytes      bigint      not null,
    created_at timestamptz not null,
    created_by text        not null,
    -- the exhibit it became
    exhibit    text references exhibit
);
