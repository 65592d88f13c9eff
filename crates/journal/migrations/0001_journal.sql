CREATE TABLE changes (
    station_id BIGINT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL,
    head BYTEA NOT NULL
);
CREATE TABLE journal_lines (
    station_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    device_at BIGINT,
    device TEXT,
    hand TEXT NOT NULL,
    account_id BYTEA NOT NULL,
    capacity TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id BYTEA NOT NULL,
    erases BIGINT,
    payload_sealed BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (station_id, position)
);
CREATE INDEX journal_lines_by_subject ON journal_lines (station_id, subject_id, position);
CREATE TABLE journal_keys (
    station_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    key_sealed BYTEA NOT NULL,
    PRIMARY KEY (station_id, position)
);
CREATE TABLE outcomes (
    station_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    account_id BYTEA NOT NULL,
    fingerprint BYTEA NOT NULL,
    answer TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (station_id, key)
);
CREATE TABLE attempts (
    station_id BIGINT NOT NULL,
    account_id BYTEA NOT NULL,
    route TEXT NOT NULL,
    minute BIGINT NOT NULL,
    PRIMARY KEY (station_id, account_id, route, minute)
);
