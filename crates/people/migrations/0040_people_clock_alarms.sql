CREATE TABLE clock_alarms (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    is_open BOOLEAN NOT NULL,
    noticed_at BIGINT NOT NULL,
    known_at BIGINT NOT NULL,
    settled_at BIGINT,
    settled_by BYTEA,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, settled_by) REFERENCES accounts (station_id, id)
);
CREATE INDEX clock_alarms_open ON clock_alarms (station_id, is_open);
