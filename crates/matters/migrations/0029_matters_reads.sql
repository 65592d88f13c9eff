CREATE TABLE matter_reads (
    station_id BIGINT NOT NULL,
    matter_id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    hour BIGINT NOT NULL,
    capacity TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (station_id, matter_id, account_id, hour),
    FOREIGN KEY (station_id, matter_id) REFERENCES matters (station_id, id),
    FOREIGN KEY (station_id, account_id) REFERENCES accounts (station_id, id)
);
