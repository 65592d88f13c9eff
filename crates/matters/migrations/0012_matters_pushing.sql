CREATE TABLE extension_rules (
    station_id BIGINT NOT NULL,
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    most_s BIGINT NOT NULL,
    source TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    PRIMARY KEY (station_id, code, version)
);
CREATE TABLE extensions (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    opening BIGINT NOT NULL,
    rule TEXT NOT NULL,
    stay BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    at BIGINT NOT NULL,
    by_id BYTEA NOT NULL,
    why_sealed BYTEA NOT NULL,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX extensions_by_matter ON extensions (station_id, matter_id, rule);
CREATE TABLE obstacles (
    station_id BIGINT NOT NULL,
    matter_id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    village_id BYTEA,
    words_sealed BYTEA,
    PRIMARY KEY (station_id, matter_id, kind),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX obstacles_by_time ON obstacles (station_id, at);
