CREATE TABLE hints (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    village_id BYTEA NOT NULL,
    lane TEXT,
    house TEXT,
    words_sealed BYTEA NOT NULL,
    at BIGINT NOT NULL,
    by_id BYTEA NOT NULL,
    valid_until BIGINT NOT NULL,
    reviewed_at BIGINT,
    reviewed_by BYTEA,
    struck_at BIGINT,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, village_id) REFERENCES villages (station_id, id)
);
CREATE INDEX hints_by_village ON hints (station_id, village_id, valid_until);
CREATE TABLE people_words (
    station_id BIGINT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (station_id, word)
);
