ALTER TABLE shifts ADD COLUMN kind TEXT NOT NULL DEFAULT 'duty';
CREATE TABLE swaps (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    shift_id BYTEA NOT NULL,
    to_id BYTEA NOT NULL,
    asked_at BIGINT NOT NULL,
    asked_by BYTEA NOT NULL,
    answered_at BIGINT,
    is_accepted BOOLEAN,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, shift_id) REFERENCES shifts (station_id, id),
    FOREIGN KEY (station_id, to_id) REFERENCES accounts (station_id, id)
);
CREATE INDEX swaps_by_shift ON swaps (station_id, shift_id);
CREATE TABLE cover_rules (
    station_id BIGINT NOT NULL,
    role TEXT NOT NULL,
    version BIGINT NOT NULL,
    is_per_village BOOLEAN NOT NULL,
    from_s BIGINT NOT NULL,
    until_s BIGINT NOT NULL,
    least BIGINT NOT NULL,
    source TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    PRIMARY KEY (station_id, role, version),
    CONSTRAINT cover_rules_within_a_day CHECK (from_s >= 0 AND until_s > from_s AND until_s <= 86400)
);
CREATE TABLE roster_warnings (
    station_id BIGINT NOT NULL,
    day TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    PRIMARY KEY (station_id, day)
);
