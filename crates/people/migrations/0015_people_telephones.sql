CREATE TABLE telephones (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    label TEXT NOT NULL,
    number TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (station_id, id)
);
CREATE INDEX telephones_by_time ON telephones (station_id, added_at);
