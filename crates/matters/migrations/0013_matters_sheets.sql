CREATE TABLE shift_sheets (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    seat TEXT NOT NULL,
    from_id BYTEA NOT NULL,
    given_at BIGINT NOT NULL,
    note_sealed BYTEA NOT NULL,
    handover_id BYTEA,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, from_id) REFERENCES accounts (station_id, id)
);
CREATE INDEX shift_sheets_by_seat ON shift_sheets (station_id, seat, given_at);
CREATE TABLE handover_matters (
    station_id BIGINT NOT NULL,
    handover_id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    clock TEXT,
    due_at BIGINT,
    PRIMARY KEY (station_id, handover_id, matter_id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
