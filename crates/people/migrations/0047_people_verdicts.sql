CREATE TABLE emergency_verdicts (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    emergency_id BYTEA NOT NULL,
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    by_id BYTEA NOT NULL,
    is_right BOOLEAN NOT NULL,
    words_sealed BYTEA,
    PRIMARY KEY (station_id, id),
    UNIQUE (station_id, emergency_id, position),
    FOREIGN KEY (station_id, emergency_id) REFERENCES emergencies (station_id, id)
);
