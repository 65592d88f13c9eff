CREATE INDEX outcomes_by_time ON outcomes (station_id, at);
CREATE INDEX attempts_by_time ON attempts (station_id, minute);
