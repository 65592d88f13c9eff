CREATE INDEX matters_by_level ON matters (station_id, level, opened_at, id);
DROP INDEX matters_by_premises;
CREATE INDEX matters_by_premises ON matters (station_id, premises_id, opened_at, id);
