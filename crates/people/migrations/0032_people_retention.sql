CREATE TABLE retention_rules (
    station_id BIGINT NOT NULL,
    class TEXT NOT NULL,
    version BIGINT NOT NULL,
    days BIGINT NOT NULL,
    source TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    PRIMARY KEY (station_id, class, version)
);
CREATE TABLE disposals (
    station_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    day TEXT NOT NULL,
    class TEXT NOT NULL,
    before_at BIGINT NOT NULL,
    row_count BIGINT NOT NULL,
    days BIGINT NOT NULL,
    rule_version BIGINT NOT NULL,
    source TEXT NOT NULL,
    at BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (station_id, number),
    UNIQUE (station_id, day, class)
);
CREATE TABLE disposal_days (
    station_id BIGINT NOT NULL,
    day TEXT NOT NULL,
    ended_at BIGINT NOT NULL,
    PRIMARY KEY (station_id, day)
);
CREATE INDEX links_by_expiry ON links (station_id, expires_at);
