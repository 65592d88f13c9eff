CREATE TABLE calendar_days (
    station_id BIGINT NOT NULL,
    day TEXT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    set_by BYTEA NOT NULL,
    PRIMARY KEY (station_id, day, version),
    FOREIGN KEY (station_id, set_by) REFERENCES accounts (station_id, id)
);
