CREATE TABLE proposals (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    act TEXT NOT NULL,
    target TEXT NOT NULL,
    fields_sealed BYTEA NOT NULL,
    proposed_at BIGINT NOT NULL,
    proposed_by BYTEA NOT NULL,
    valid_until BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by BYTEA,
    is_confirmed BOOLEAN,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, proposed_by) REFERENCES accounts (station_id, id)
);
CREATE INDEX proposals_by_time ON proposals (station_id, proposed_at);
