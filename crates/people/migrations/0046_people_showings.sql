CREATE TABLE showings (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    mark_sealed BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, account_id) REFERENCES accounts (station_id, id)
);
CREATE INDEX showings_by_target ON showings (station_id, kind, target, account_id, at);
CREATE INDEX showings_by_time ON showings (station_id, at);
ALTER TABLE proposals ADD COLUMN changes_sealed BYTEA;
