CREATE TABLE units (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    parent_id BYTEA,
    name TEXT NOT NULL,
    code TEXT NOT NULL,
    position BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, parent_id) REFERENCES units (station_id, id)
);
CREATE TABLE village_units (
    station_id BIGINT NOT NULL,
    village_id BYTEA NOT NULL,
    tree TEXT NOT NULL,
    unit_id BYTEA NOT NULL,
    PRIMARY KEY (station_id, village_id, tree),
    FOREIGN KEY (station_id, village_id) REFERENCES villages (station_id, id),
    FOREIGN KEY (station_id, unit_id) REFERENCES units (station_id, id)
);
ALTER TABLE villages ADD COLUMN code TEXT NOT NULL DEFAULT '';
CREATE TABLE settings (
    station_id BIGINT NOT NULL,
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    set_by BYTEA NOT NULL,
    PRIMARY KEY (station_id, code, version),
    FOREIGN KEY (station_id, set_by) REFERENCES accounts (station_id, id)
);
CREATE INDEX links_by_account ON links (station_id, account_id);
