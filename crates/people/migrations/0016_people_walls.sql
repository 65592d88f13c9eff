CREATE TABLE walls (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    name TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    opened_by BYTEA NOT NULL,
    valid_until BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, opened_by) REFERENCES accounts (station_id, id)
);
