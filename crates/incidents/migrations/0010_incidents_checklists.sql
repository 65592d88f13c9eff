CREATE TABLE plan_items (
    station_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    level BIGINT NOT NULL,
    version BIGINT NOT NULL,
    position BIGINT NOT NULL,
    line TEXT NOT NULL,
    within_s BIGINT,
    is_required BOOLEAN NOT NULL,
    PRIMARY KEY (station_id, kind, level, version, position)
);
CREATE TABLE checks (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    matter_id BYTEA NOT NULL,
    plan_kind TEXT NOT NULL,
    plan_level BIGINT NOT NULL,
    plan_version BIGINT NOT NULL,
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    by_id BYTEA NOT NULL,
    undone_at BIGINT,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id)
);
CREATE INDEX checks_by_matter ON checks (station_id, matter_id);
