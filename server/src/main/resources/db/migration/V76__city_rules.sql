-- Rules over the city's facts. The stream job follows a copy of each in facts.card; "published" says which version it has.
create table city_rule (
    id              text primary key,
    agency          text not null references agency (id),
    body            jsonb not null,                    -- contract.rule.city.CityRule
    version         bigint not null default 1,
    published       bigint not null default 0,
    changed_at      timestamptz not null,
    changed_by      text not null,
    changed_by_name text not null,
    removed_at      timestamptz                        -- removed rules stay, so that removing can be undone
);
create index city_rule_by_agency on city_rule (agency, (body ->> 'name')) where removed_at is null;
create index city_rule_unpublished on city_rule (id) where published < version;
create index alert_by_rule_raised on alert (rule, raised_at);
create index alert_by_cause on alert using gin ((city -> 'causes') jsonb_path_ops) where city is not null;
