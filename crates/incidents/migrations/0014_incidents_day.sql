ALTER TABLE incidents ADD COLUMN entered_at BIGINT;
CREATE TABLE entries (
    station_id BIGINT NOT NULL,
    matter_id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    by_id BYTEA NOT NULL,
    PRIMARY KEY (station_id, matter_id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
