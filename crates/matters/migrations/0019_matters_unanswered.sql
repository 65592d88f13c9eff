CREATE INDEX urges_by_level ON urges (station_id, level, answered_at);
