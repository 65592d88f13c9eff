CREATE INDEX urges_by_level ON urges (station_id, level, answered_at);
DROP INDEX timers_pending;
DROP INDEX timers_by_matter;
CREATE INDEX timers_pending ON timers (station_id, due_at) WHERE is_pending = TRUE;
CREATE INDEX timers_by_matter ON timers (station_id, matter_id);
