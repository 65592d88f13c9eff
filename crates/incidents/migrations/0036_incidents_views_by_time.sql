CREATE INDEX caller_views_by_time ON caller_views (station_id, at);
