CREATE TABLE report_rules (
    station_id BIGINT NOT NULL,
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    value BIGINT NOT NULL,
    source TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    PRIMARY KEY (station_id, code, version)
);
CREATE TABLE reports (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    number TEXT NOT NULL,
    position BIGINT NOT NULL,
    frozen_at BIGINT NOT NULL,
    frozen_by BYTEA NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (station_id, id),
    UNIQUE (station_id, number)
);
CREATE INDEX reports_by_start ON reports (station_id, starts_at);
