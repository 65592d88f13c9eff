CREATE TABLE house (
    station_id BIGINT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    is_demo BOOLEAN NOT NULL,
    proof BYTEA NOT NULL,
    moved_to TEXT,
    moved_at BIGINT
);
