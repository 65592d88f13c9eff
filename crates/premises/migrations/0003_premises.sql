CREATE TABLE premises (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    village_id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    lane TEXT NOT NULL,
    house TEXT NOT NULL,
    x_m BIGINT NOT NULL,
    y_m BIGINT NOT NULL,
    tenant_households BIGINT NOT NULL,
    PRIMARY KEY (station_id, id),
    UNIQUE (station_id, name),
    FOREIGN KEY (station_id, village_id) REFERENCES villages (station_id, id)
);
