CREATE TABLE phones (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    token_hash BYTEA NOT NULL,
    pin_hash TEXT NOT NULL,
    device TEXT NOT NULL,
    bound_at BIGINT NOT NULL,
    wrong BIGINT NOT NULL DEFAULT 0,
    used_at BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (station_id, id),
    UNIQUE (station_id, token_hash),
    FOREIGN KEY (station_id, account_id) REFERENCES accounts (station_id, id)
);
CREATE INDEX phones_by_account ON phones (station_id, account_id);
