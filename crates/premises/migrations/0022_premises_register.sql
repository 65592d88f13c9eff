ALTER TABLE premises ADD COLUMN closed_at BIGINT;
CREATE INDEX premises_by_village ON premises (station_id, village_id, name);
CREATE TABLE households (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    premises_id BYTEA NOT NULL,
    label TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    PRIMARY KEY (station_id, id),
    UNIQUE (station_id, premises_id, label),
    FOREIGN KEY (station_id, premises_id) REFERENCES premises (station_id, id)
);
