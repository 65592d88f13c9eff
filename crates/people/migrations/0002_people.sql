CREATE TABLE stations (
    station_id BIGINT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    demo BOOLEAN NOT NULL,
    system_id BYTEA NOT NULL,
    opened_at BIGINT NOT NULL,
    UNIQUE (code)
);
CREATE TABLE villages (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    outline TEXT NOT NULL,
    PRIMARY KEY (station_id, id),
    UNIQUE (station_id, name)
);
CREATE TABLE accounts (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT,
    lang TEXT NOT NULL,
    theme TEXT NOT NULL,
    single_keys BOOLEAN NOT NULL,
    opened_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (station_id, id),
    UNIQUE (station_id, login)
);
CREATE TABLE appointments (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    role TEXT NOT NULL,
    village_id BYTEA,
    certificate TEXT,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, account_id) REFERENCES accounts (station_id, id),
    FOREIGN KEY (station_id, village_id) REFERENCES villages (station_id, id)
);
CREATE INDEX appointments_by_account ON appointments (station_id, account_id);
CREATE TABLE incumbents (
    station_id BIGINT NOT NULL,
    account_id BYTEA NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (station_id, account_id),
    FOREIGN KEY (station_id, account_id) REFERENCES accounts (station_id, id)
);
CREATE TABLE leaves (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    substitute_id BYTEA,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    returned_at BIGINT,
    PRIMARY KEY (station_id, id),
    FOREIGN KEY (station_id, account_id) REFERENCES accounts (station_id, id)
);
CREATE INDEX leaves_by_account ON leaves (station_id, account_id);
CREATE TABLE shifts (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    role TEXT NOT NULL,
    village_id BYTEA,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    cancelled_at BIGINT,
    PRIMARY KEY (station_id, id),
    CONSTRAINT shifts_end_after_start CHECK (ends_at > starts_at),
    FOREIGN KEY (station_id, account_id) REFERENCES accounts (station_id, id)
);
CREATE INDEX shifts_by_end ON shifts (station_id, ends_at);
CREATE TABLE posts (
    station_id BIGINT NOT NULL PRIMARY KEY,
    watcher_id BYTEA NOT NULL,
    manager_id BYTEA NOT NULL,
    pusher_id BYTEA NOT NULL,
    CONSTRAINT posts_three_people CHECK (watcher_id <> manager_id AND manager_id <> pusher_id AND watcher_id <> pusher_id),
    FOREIGN KEY (station_id, watcher_id) REFERENCES incumbents (station_id, account_id),
    FOREIGN KEY (station_id, manager_id) REFERENCES incumbents (station_id, account_id),
    FOREIGN KEY (station_id, pusher_id) REFERENCES incumbents (station_id, account_id)
);
CREATE TABLE sessions (
    station_id BIGINT NOT NULL,
    id BYTEA NOT NULL,
    token_hash BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    device TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (station_id, id),
    UNIQUE (station_id, token_hash),
    FOREIGN KEY (station_id, account_id) REFERENCES accounts (station_id, id)
);
CREATE INDEX sessions_by_account ON sessions (station_id, account_id);
CREATE TABLE links (
    station_id BIGINT NOT NULL,
    token_hash BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (station_id, token_hash),
    FOREIGN KEY (station_id, account_id) REFERENCES accounts (station_id, id)
);
