-- when there were alerts at a camera, for its recordings
create index alert_by_camera on alert (camera, raised_at);
