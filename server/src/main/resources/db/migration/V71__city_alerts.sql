-- Alerts of rules over the city's facts: they come from sensors, and may come from no camera.
alter table alert alter column camera drop not null;
alter table alert rename column camera_name to source_name;    -- the camera's, the datastream's or the place's
alter table alert add column source text;                       -- what repeats of one flood share
update alert set source = camera;
alter table alert alter column source set not null;
alter table alert add column datastream bigint;
alter table alert add column city jsonb;                        -- causes, estimate of the source, advice
alter table alert add constraint alert_of_one_kind check ((camera is null) = (city is not null));
drop index alert_by_rule;
create index alert_by_rule on alert (rule, source, last_raised_at desc);
create index alert_by_datastream on alert (datastream, raised_at desc) where datastream is not null;
